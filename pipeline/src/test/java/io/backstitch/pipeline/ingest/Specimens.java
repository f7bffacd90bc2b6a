package io.backstitch.pipeline.ingest;

import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One whole record of every kind that a source writes. */
final class Specimens {
    static final String SEGMENT = "segment";
    static final String ERASURES = "privacy";

    /** A batch of the outbound shape, with a login in its middle. */
    static final String OUTBOUND =
            """
            {'events':[
              {'event_type':'session_start','data':{'event_id':'-71','timestamp_unixtime_ms':'1795427400000'}},
              {'event_type':'screen_view','data':{'screen_name':'Home','source_message_id':'s1','timestamp_unixtime_ms':1795427401000}},
              {'event_type':'commerce_event','data':{'source_message_id':'s2','timestamp_unixtime_ms':1795427402000,
                'product_action':{'action':'add_to_cart','products':[{'id':'p1','name':'Mug','price':'19.50','quantity':2,
                  'custom_attributes':{'image_url':'https://shop.example/p1.jpg'}}]},'promotion_action':null,'currency_code':'EUR'}},
              {'event_type':'user_identity_change','data':{'timestamp_unixtime_ms':1795427403000,'old':null,
                'new':{'identity_type':'customer_id','identity':'c-9','timestamp_unixtime_ms':1795427403000}}},
              {'event_type':'profile','data':{'profile_event_type':'login','previous_mpid':'1','current_mpid':'2','timestamp_unixtime_ms':1795427403500}},
              {'event_type':'user_attribute_change','data':{'user_attribute_name':'email_opt_in','new':'true','old':null,'timestamp_unixtime_ms':1795427404000}},
              {'event_type':'opt_out','data':{'is_opted_out':false,'timestamp_unixtime_ms':1795427404500}},
              {'event_type':'commerce_event','data':{'source_message_id':'s3','timestamp_unixtime_ms':1795427405000,
                'product_action':{'action':'purchase','transaction_id':'o-1','total_amount':41.5,'tax_amount':'','shipping_amount':2.5,
                  'products':[{'id':'p1','price':19.5,'quantity':2,'total_product_amount':39}]},
                'custom_attributes':{'Transaction Id':'o-1','Total Amount':'41.5'},'currency_code':'EUR'}},
              {'event_type':'hologram','data':{'timestamp_unixtime_ms':1795427406000}}],
             'device_info':{'platform':'iOS','locale_country':'de','ios_idfv':'aa','android_advertising_id':'00000000-0000-0000-0000-000000000000'},
             'application_info':{'os':'IOS'},'user_attributes':{'$firstname':'Ada','tier':'gold','sizes':['s','m'],'$mobile':'0171 2345678'},
             'deleted_user_attributes':['old'],'user_identities':[
               {'identity_type':'customer_id','identity':'c-9','timestamp_unixtime_ms':1795427403000},
               {'identity_type':'email','identity':'ada@shop.example','timestamp_unixtime_ms':1795427403000}],
             'consent_state':{'gdpr':{'email marketing':{'consented':true,'timestamp_unixtime_ms':1795427404000}},
               'ccpa':{'data_sale_opt_out':{'consented':false,'timestamp_unixtime_ms':1795427404000}}},
             'environment':'production','mpid':'-7346244611012968789','mp_deviceid':'f7a0cd1c-9d45-4c1e-a3d5-b1d4b4f5a7c1',
             'batch_id':'-5158959812941698317','message_type':'events','message_id':'x','schema_version':2,'unique_id':'',
             'source_request_id':'r-1','timestamp_unixtime_ms':1795427500000,'source_info':{'channel':'native'},
             'context':{'data_plan':{'plan_id':'shop','plan_version':2}},'system_notifications':[]}""";

    private static final String INBOUND =
            """
            {'events':[{'event_type':'custom_event','data':{'event_name':'Product Viewed','custom_event_type':'navigation',
               'source_message_id':'i1','custom_attributes':{'product_id':'p1','price':'19,5','currency':'EUR'},
               'custom_flags':{'a':'b'},'timestamp_unixtime_ms':1795427400000}},
              {'event_type':'commerce_event','data':{'product_impressions':[{'product_impression_list':'l','products':[{'id':'p'}]}]}},
              {'event_type':'custom_event','data':{'event_name':'Checkout Started','custom_attributes':
               {'cart_id':'k','items':'[{\\\\'product_id\\\\':\\\\'p\\\\',\\\\'price\\\\':1}]','value':1}}}],
             'user_identities':{'customer_id':123456,'email':null,'mobile_number':'+491712345678'},'mpid':12,
             'user_attributes':null,'environment':'production','source_info':{'replay_job_id':'j','is_historical':true}}""";

    private static final String QUARANTINE =
            """
            {'events':[{'event_type':'custom_event','data':{'event_name':'Product Viewed','event_id':'-51',
               'custom_attributes':{'product_id':'p','secret':'x'}}}],'mpid':'5','user_identities':{'customer_id':'c'},
             'context':{'data_plan':{'plan_id':'shop','block_metadata':{'dto_version':1,'blocked_event_ids':['-51'],
               'blocked_event_attributes':[{'event_id':'-51','event_attributes':['./data/custom_attributes/secret']}],
               'blocked_user_attributes':[],'blocked_user_identities':[]}}}}""";

    private static final String LEGACY =
            """
            {'events':[
              {'event_type':'custom_event','data':{'event_name':'eCommerce - purchase - Item','custom_event_type':'transaction',
               'custom_attributes':{'Transaction Id':'7','Id':'p1','Name':'Mug','Item Price':'10.00','Quantity':'2'}}},
              {'event_type':'custom_event','data':{'event_name':'eCommerce - purchase - Total',
               'custom_attributes':{'Transaction Id':'7','Total Amount':'27.50','Tax Amount':'2.50','Currency Code':'EUR','Product Count':2}}},
              {'event_type':'custom_event','data':{'event_name':'eCommerce - add_to_cart - Item',
               'custom_attributes':{'Id':'p2','Item Price':'5'}}}],
             'mpid':5,'user_identities':[{'identity_type':'customer_id','identity':'c'}]}""";

    private static final String FEED =
            """
            {'events':[
              {'event_type':'custom_event','data':{'event_name':'Email Bounced','custom_event_type':'other','timestamp_unixtime_ms':1795427400000,
               'custom_attributes':{'recipient':'ada@shop.example','delivery_id':'d','bounce_type':'hard','mParticle Source Feed':'Customer.io'}}},
              {'event_type':'custom_event','data':{'event_name':'Customer Unsubscribed','custom_attributes':{'mParticle Source Feed':'Customer.io'}}},
              {'event_type':'custom_event','data':{'event_name':'SMS Bounced','custom_attributes':{'recipient':'+491712345678','mParticle Source Feed':'Customer.io'}}}],
             'source_info':{'channel':'partner','partner':'Customer.io'},'mpid':5,
             'user_identities':[{'identity_type':'customer_id','identity':'c'},{'identity_type':'email','identity':'ada@shop.example'}]}""";

    private static final String ALIAS =
            """
            {'request_id':'q','request_type':'alias','environment':'production','data':{'destination_mpid':'9','source_mpid':8,
             'start_unixtime_ms':1795000000000,'end_unixtime_ms':'1795427400000','scope':'device'}}""";

    /** Every shape that mParticle writes. */
    static final List<String> MPARTICLE =
            json(List.of(OUTBOUND, INBOUND, QUARANTINE, LEGACY, FEED, ALIAS));

    /** Every call of Segment and RudderStack. */
    static final List<String> MESSAGES =
            json(
                    List.of(
                            """
                            {'type':'track','event':'Order Completed','messageId':'m','userId':'u','anonymousId':'a',
                             'channel':'web','rudderId':'r','originalTimestamp':'2026-11-23T09:58:00.123+05:30',
                             'sentAt':'2026-11-23T09:58:01Z','receivedAt':'2026-11-23T09:58:02Z','timestamp':'2026-11-23T09:58:00Z',
                             'properties':{'order_id':'o','total':27.5,'revenue':22.5,'shipping':3,'tax':2,'currency':'USD',
                              'products':[{'product_id':'p1','price':19,'quantity':1},{'sku':'p2','price':'3','quantity':2}]},
                             'context':{'page':{'url':'https://shop.example/'},'library':{'name':'analytics.js'},'locale':'en-US',
                              'traits':{'email':'b@c.io','address':{'country':'US'}}}}""",
                            """
                            {'type':'track','event':'Product Added','messageId':'m','anonymousId':'a','version':2,
                             'properties':{'cart_id':'k','product_id':'p','sku':'G','price':18.99,'quantity':2,'currency':'usd'},
                             'context':{'device':{'type':'ios'},'location':{'country':'DE'}}}""",
                            """
                            {'type':'identify','anonymousId':'a1','userId':'u1','messageId':'m','timestamp':'2026-11-23T09:50:00Z',
                             'traits':{'email':'p@example.com','firstName':'P','phone':'+491712345678','plan':'x','sizes':['s']}}""",
                            "{'type':'alias','previousId':'a','userId':'u','anonymousId':'b','messageId':'m'}",
                            "{'type':'alias','previousId':'a','userId':'u','anonymousId':'a'}",
                            "{'type':'page','name':'Product Viewed','category':'Shop','userId':'u','properties':{'product_id':'p','url':'x'}}",
                            "{'type':'screen','name':'Home','userId':'u','properties':{}}",
                            "{'type':'group','groupId':'g','userId':'u','traits':{}}",
                            """
                            {'type':'track','event':'Email Opened','userId':'u','messageId':'m',
                             'context':{'integration':{'name':'Customer.io'}}}"""));

    /** Requests to forget somebody. */
    static final List<String> REQUESTS =
            json(
                    List.of(
                            """
                            {'subject_request_id':'r','subject_request_type':'erasure','submitted_time':'2026-11-23T10:00:00Z',
                             'subject_identities':[{'identity_type':'email','identity_value':'a@b.io','identity_format':'raw'},
                              {'identity_type':'controller_customer_id','identity_value':'c','identity_format':'raw'},
                              {'identity_type':'mpid','identity_value':-77}],'api_version':'3.0'}""",
                            "{'subject_request_id':'r','subject_request_type':'access','subject_identities':[]}"));

    /** How orders of a shop's own form are read. */
    static final String MAPPING =
            """
            status: {path: event.type, values: {orders/create: placed, refunds/create: refunded}, other: ignore}
            message_id: event.id
            occurred_at: order.created_at
            order_id: order.name
            currency: {path: order.currency, value: EUR}
            revenue: order.total
            refund: order.refund.total
            cart_id: order.cart
            customer_id: order.customer.id
            email: order.customer.email
            items: {path: order.lines, product_id: product, name: title, quantity: count, price: each}
            properties: {coupon: order.codes.0}
            attributes: {email_opt_in: order.customer.accepts}
            """;

    /** Orders of a shop's own form. */
    static final List<String> OWN_ORDERS =
            json(
                    List.of(
                            """
                            {'event':{'type':'orders/create','id':'e-1'},'order':{'name':'#1001',
                             'created_at':'2026-11-23T10:59:55+01:00','total':'34.87','cart':77,'codes':['TEN'],
                             'customer':{'id':4711,'email':'jo@example.com','accepts':true},
                             'lines':[{'product':'p1','title':'Mug','count':'3','each':9.99},{'product':'p2','count':1,'each':'4.90'}]}}""",
                            """
                            {'event':{'type':'refunds/create','id':7},'order':{'name':1001,'created_at':1795427400000,
                             'currency':'USD','refund':{'total':9.99},'customer':{'id':4711}}}""",
                            "{'event':{'type':'orders/paid'},'order':{'name':'1','customer':{'id':1}}}"));

    private Specimens() {}

    private static List<String> json(List<String> texts) {
        return texts.stream()
                .map(text -> text.replace("\\\\'", "\\\"").replace('\'', '"'))
                .toList();
    }

    /** An order as the backend writes it, behind the frame of the registry. */
    static byte[] order() throws Exception {
        return Ingest.bytes(
                Order.newBuilder()
                        .setMessageId("m")
                        .setOrderId("o-1")
                        .setStatus(OrderStatus.PLACED)
                        .setOccurredAt(Instant.ofEpochMilli(Ingest.ARRIVAL - 60_000))
                        .setCustomerId("c-9")
                        .setEmail("ada@shop.example")
                        .setPhone("+491712345678")
                        .setCurrency("EUR")
                        .setRevenueMinor(4150)
                        .setItems(
                                List.of(
                                        OrderItem.newBuilder()
                                                .setProductId("p1")
                                                .setName("Mug")
                                                .setQuantity(2)
                                                .setPriceMinor(1950)
                                                .build()))
                        .build());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
