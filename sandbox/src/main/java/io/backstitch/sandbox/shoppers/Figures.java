package io.backstitch.sandbox.shoppers;

import java.util.List;

/** The money of an order in minor units: what the buyer pays, and what it is made of. */
record Figures(long revenue, long discount, long shipping, long tax) {

    static Figures of(List<Product.Line> lines, long discount, long shipping) {
        long goods = 0;
        for (Product.Line line : lines) {
            goods += line.totalMinor();
        }
        long revenue = goods - discount + shipping;
        return new Figures(revenue, discount, shipping, revenue * 19 / 119);
    }

    /** As a thank-you page sees it: before the backend adds the shipping. */
    Figures asThePageSeesIt() {
        return new Figures(revenue - shipping, discount, 0, (revenue - shipping) * 19 / 119);
    }
}
