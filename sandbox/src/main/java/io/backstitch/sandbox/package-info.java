/** What a laptop needs instead of the cloud. Each package below is one part, with one door. */
package io.backstitch.sandbox;
