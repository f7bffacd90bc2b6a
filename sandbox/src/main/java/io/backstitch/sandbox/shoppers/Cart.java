package io.backstitch.sandbox.shoppers;

import java.util.ArrayList;
import java.util.List;

/** A cart while its shopper fills it. */
final class Cart {
    final String id;
    final List<Product.Line> lines = new ArrayList<>();

    Cart(String id) {
        this.id = id;
    }
}
