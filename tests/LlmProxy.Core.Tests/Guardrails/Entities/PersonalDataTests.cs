using LlmProxy.Core.Guardrails.Entities;

namespace LlmProxy.Core.Tests.Guardrails.Entities;

public class PersonalDataTests
{
    [Theory]
    [InlineData("Write to «EMAIL:ann.lee+shop@mail.example.co.uk», please.")]
    [InlineData("请联系«EMAIL:li@firma.example.cn»。")]
    [InlineData("<mailto:«EMAIL:o'neil@example.org»>")]
    [InlineData("Jörg: «EMAIL:jörg@müller.de»")]
    [InlineData("Ring «PHONE:+44 20 7946 0958» before noon")]
    [InlineData("Call «PHONE:(415) 555-0132» or «PHONE:415-555-0198».")]
    [InlineData("Tel.: «PHONE:089 / 636 48 018»")]
    [InlineData("전화번호는 «PHONE:010-1234-5678»입니다")]
    [InlineData("電話は«PHONE:03-1234-5678»です")]
    [InlineData("mon portable : «PHONE:06 12 34 56 78»")]
    [InlineData("«PHONE:020 7946 0958» (office)")]
    [InlineData("Fax «PHONE:555-0132 x17»")]
    [InlineData("You can text me on «PHONE:415 555 0132» tomorrow")]
    [InlineData("whatsapp «PHONE:(11) 98456-5666» and «PHONE:(21) 2345-6789»")]
    [InlineData("she said «PHONE:07700 900123», or «PHONE:138 1234 5678»")]
    [InlineData("Telefon: «PHONE:0049 89 12345678»")]
    [InlineData("«PHONE:+1 (415) 555-0132 ext. 17»")]
    [InlineData("{\"birthDate\":\"«DATE_OF_BIRTH:1971-05-09»T00:00:00Z\"}")]
    [InlineData("born on the «DATE_OF_BIRTH:9th of May, 1971»")]
    [InlineData("MRN «MEDICAL_ID:00123456»")]
    [InlineData("mi DNI es «NATIONAL_ID:12.345.678»")]
    [InlineData("Pay with «CREDIT_CARD:4111 1111 1111 1111» today")]
    [InlineData("amex «CREDIT_CARD:3782 822463 10005», exp 09/28")]
    [InlineData("maestro card «CREDIT_CARD:5038 3762 9180»")]
    [InlineData("IBAN «IBAN:GB82 WEST 1234 5698 7654 32» at once")]
    [InlineData("an «IBAN:de89370400440532013000», bitte")]
    [InlineData("Send it to «CRYPTO:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa».")]
    [InlineData("to «CRYPTO:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»")]
    [InlineData("from «IP_ADDRESS:203.0.113.7», port 443")]
    [InlineData("route «IP_ADDRESS:10.0.0.0/8» via «IP_ADDRESS:fe80::1%eth0»")]
    [InlineData("host «IP_ADDRESS:2001:db8::8a2e:370:7334»: down")]
    [InlineData("http://[«IP_ADDRESS:::ffff:192.0.2.128»]:80/")]
    [InlineData("SSN: «US_SSN:219-09-9998»")]
    [InlineData("{\"ssn\":\"«US_SSN:219099998»\"}")]
    [InlineData("passport no. «PASSPORT:C01X00T47»")]
    [InlineData("驾驶证 Führerschein «DRIVER_LICENSE:B072RRE2I55»")]
    [InlineData("driver's license «DRIVER_LICENSE:D123-4567-8901»")]
    [InlineData("patente «DRIVER_LICENSE:AA0123456B»")]
    [InlineData("NPI «MEDICAL_ID:1234-567-893»")]
    [InlineData("UK licence «DRIVER_LICENSE:MORGA657054SM9IJ»")]
    [InlineData("She was born on «DATE_OF_BIRTH:9 May 1971» in Kiel.")]
    [InlineData("DOB: «DATE_OF_BIRTH:1971-05-09»")]
    [InlineData("Geburtsdatum: «DATE_OF_BIRTH:9. Mai 1971»")]
    [InlineData("nacida el «DATE_OF_BIRTH:9 de mayo de 1971»")]
    [InlineData("生年月日：«DATE_OF_BIRTH:1971年5月9日»")]
    [InlineData("NHS number «MEDICAL_ID:943 476 5919»")]
    [InlineData("Medicare «MEDICAL_ID:1EG4-TE5-MK73»")]
    [InlineData("hetu «NATIONAL_ID:131052-308T»")]
    [InlineData("personnummer «NATIONAL_ID:811228-9874»")]
    [InlineData("mein Steuer-ID: «NATIONAL_ID:86 095 742 719»")]
    [InlineData("CPF «NATIONAL_ID:529.982.247-25»")]
    [InlineData("DNI «NATIONAL_ID:12345678Z»")]
    [InlineData("NINO «NATIONAL_ID:AB 12 34 56 C»")]
    [InlineData("aadhaar «NATIONAL_ID:2341 2341 2346»")]
    [InlineData("身份证号«NATIONAL_ID:11010519491231002X»")]
    [InlineData("SIN: «NATIONAL_ID:130 692 544»")]
    public void Find_PersonalData_IsFoundWithItsBounds(string marked) => Assert.Equal(marked, MarkedTexts.Mark(MarkedTexts.Plain(marked)));

    [Theory]
    [InlineData("git@github.com:acme/tools.git")]
    [InlineData("npm i @types/node@18.2.1 and icon@2x.png")]
    [InlineData("https://user@example.org/path")]
    [InlineData("Order number 219-09-9998 shipped.")]
    [InlineData("Tracking 4111 1111 1111 1111")]
    [InlineData("card 4111 1111 1111 1112")]
    [InlineData("GB82 WEST 1234 5698 7654 33")]
    [InlineData("version 1.2.3.4 and section 10.4.3.2")]
    [InlineData("256.1.1.1 and 1.2.3.4.5")]
    [InlineData("std::vector<int> and a::b, at 10:20:30")]
    [InlineData("The club was founded on 9 May 1971.")]
    [InlineData("from 2024-05-06 to 2024-05-09, 10-12-2024")]
    [InlineData("id 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("sha d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("pages 100 200 300, about 12 000 000 people")]
    [InlineData("078-05-1120 was printed in wallets")]
    [InlineData("timestamp 1712345678 and 1712345678901")]
    [InlineData("0.4111111111111111")]
    [InlineData("me@ is not an address, nor is @you")]
    [InlineData("national debt of 12.345.678 euros and a tax of 1.234.567")]
    [InlineData("we pass 123456789 to run 12345678 for uid 12345678")]
    [InlineData("patients 2020-2021, chart 2023-01-01, license key 12345678, driver 535104")]
    [InlineData("Boston, MA 02110-1301, USA")]
    [InlineData("0.9.33-17222 came before 0.6.0 - 2015-07-23")]
    [InlineData("toks[::2], items[1::], 10:: and ::0")]
    [InlineData("provider-utils@3.0.9 ## 4.0.23 - 6517262: fix")]
    [InlineData("DNI 12345678-1234-5678-1234-567812345678")]
    public void Find_WhatOnlyLooksLikeIt_IsNotFound(string text) => Assert.Equal(text, MarkedTexts.Mark(text));

    [Fact]
    public void Find_InChunksOfAnySize_IsTheSame()
    {
        const string text = "Tel. +44 20 7946 0958, mail ann@example.org, 持卡 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32, "
            + "password: Tiger5149? key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc and «end»";
        var whole = MarkedTexts.FindInChunks(text, 1000);
        Assert.True(whole.Count >= 6);
        for (var size = 1; size <= 40; size++)
            Assert.Equal(whole, MarkedTexts.FindInChunks(text, size));
    }

    [Theory]
    [InlineData("My name is «PERSON:Ann B. Lee» and I", true)]
    [InlineData("Dear «PERSON:Omar Khan», thank you", true)]
    [InlineData("We met Dr. «PERSON:van Houten» there", false)]
    [InlineData("Dear Sir or Madam", true)]
    [InlineData("Hello World", true)]
    public void Find_Names_AreFoundByWhatStandsBeforeThem(string marked, bool holds) =>
        Assert.Equal(holds, marked == MarkedTexts.Mark(MarkedTexts.Plain(marked), EntityGroup.Names));
}
