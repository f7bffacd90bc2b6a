package io.backstitch.sandbox.shoppers;

import java.util.List;

/** Something the shop sells. Money in minor units of EUR. */
record Product(String id, String sku, String name, String category, long priceMinor) {
    static final List<Product> CATALOGUE =
            List.of(
                    of(1001, "Gentle Cleanser", "Skincare/Cleanser", 1890),
                    of(1002, "Day Cream", "Skincare/Moisturizer", 2990),
                    of(1003, "Night Cream", "Skincare/Moisturizer", 3490),
                    of(1004, "Vitamin C Serum", "Skincare/Serum", 3995),
                    of(1005, "Sun Fluid SPF 50", "Skincare/Sun", 2450),
                    of(1006, "Clay Mask", "Skincare/Mask", 1599),
                    of(1007, "Lip Balm \u201eMinze\u201c", "Skincare/Lips", 499),
                    of(1008, "Starter Bundle", "Bundles", 5999),
                    of(1009, "Travel Bundle", "Bundles", 3450),
                    of(1010, "Shampoo Bar", "Hair/Shampoo", 995),
                    of(1011, "Hair Oil", "Hair/Care", 2199),
                    of(1012, "Wooden Comb", "Hair/Tools", 1250),
                    of(1013, "Body Lotion", "Body", 1795),
                    of(1014, "Hand Cream", "Body", 895),
                    of(1015, "Bath Salt", "Body", 1399),
                    of(1016, "Gift Card \u20ac25", "Gifts", 2500));

    private static Product of(int number, String name, String category, long priceMinor) {
        return new Product("P-" + number, "SKU-" + number, name, category, priceMinor);
    }

    /** A quantity of a product. */
    record Line(Product product, int quantity) {
        long totalMinor() {
            return product.priceMinor() * quantity;
        }
    }
}
