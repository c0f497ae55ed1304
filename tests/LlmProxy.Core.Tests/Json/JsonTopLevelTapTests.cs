using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tests.Json;

public class JsonTopLevelTapTests
{
    private static readonly byte[][] Names = ["usage"u8.ToArray(), "id"u8.ToArray(), "model"u8.ToArray()];

    public static TheoryData<string, string?> UsageOf => new()
    {
        { """{"id":"x","usage":{"a":1,"b":[{"usage":2}]},"z":3}""", """{"a":1,"b":[{"usage":2}]}""" },
        { """ { "usage" : [ 1 , "]" ] , "id" : 2 } """, """[ 1 , "]" ]""" },
        { """{"usage":"a\"b}{\\"}""", """
            "a\"b}{\\"
            """ },
        { """{"usage":12.5e3}""", "12.5e3" },
        { """{"usage":null , "id":1}""", "null" },
        { """{"\u0075sa\u0067e":true}""", "true" },
        { """{"\u0075\u0073\u0061\u0067\u0065":true}""", "true" },
        { """{"a":{"usage":1},"b":[{"usage":2}]}""", null },
        { """{"a":"\"usage\":1","usage_":2,"usag":3,"Usage":4}""", null },
        { """[{"usage":1}]""", null },
        { """{"usage":1,"usage":2}""", "2" },
        { """{"b":"é世👩\u0000","usage":{"é":"世"}}""", """{"é":"世"}""" },
        { "{}", null },
        { "[]", null },
    };

    [Theory]
    [MemberData(nameof(UsageOf))]
    public void Append_CutAnywhere_KeepsTheTopLevelValue(string document, string? usage)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                using var tap = Tap(bytes, first, second);
                Assert.Equal(usage, Value(tap, "usage"u8));
                Assert.True(tap.IsComplete);
            }
        }
    }

    [Theory]
    [MemberData(nameof(UsageOf))]
    public void Append_OneByteAtATime_KeepsTheTopLevelValue(string document, string? usage)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        using var tap = Tap(bytes, [.. Enumerable.Range(1, bytes.Length - 1)]);
        Assert.Equal(usage, Value(tap, "usage"u8));
        Assert.True(tap.IsComplete);
    }

    [Theory]
    [MemberData(nameof(UsageOf))]
    public void IsComplete_AnyPrefix_IsFalse(string document, string? usage)
    {
        var bytes = Encoding.UTF8.GetBytes(document.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            using var tap = Tap(bytes.AsSpan(0, length));
            Assert.False(tap.IsComplete);
            Assert.False(tap.IsBroken);
        }

        Assert.Equal(usage, Value(Tap(bytes), "usage"u8));
    }

    [Fact]
    public void Append_SeveralNames_KeepsEach()
    {
        using var tap = Tap("""{"model":"m","x":{"id":9},"id":"i"}"""u8);
        Assert.Equal("\"i\"", Value(tap, "id"u8));
        Assert.Equal("\"m\"", Value(tap, "model"u8));
        Assert.Null(Value(tap, "usage"u8));
        Assert.Null(Value(tap, "x"u8));
    }

    [Theory]
    [InlineData("<html><body>502</body></html>")]
    [InlineData("\"text\"")]
    [InlineData("{usage:1}")]
    [InlineData("{\"usage\" 1}")]
    public void IsBroken_NoJsonObject_IsTrue(string document)
    {
        using var tap = Tap(Encoding.UTF8.GetBytes(document));
        Assert.True(tap.IsBroken);
        Assert.False(tap.IsComplete);
        Assert.Null(Value(tap, "usage"u8));
    }

    [Fact]
    public void TryGetValue_ValueNotAtItsEnd_IsFalse()
    {
        using var tap = Tap("""{"usage":{"a":1"""u8);
        Assert.Null(Value(tap, "usage"u8));
    }

    [Fact]
    public void Append_ValueAtTheBound_IsKeptAndOneByteMoreIsNot()
    {
        var value = $"\"{new string('x', 98)}\"";
        using var kept = new JsonTopLevelTap(Names, maxValueBytes: 100);
        kept.Append(Encoding.UTF8.GetBytes($$"""{"usage":{{value}},"id":1}"""));
        Assert.Equal(value, Value(kept, "usage"u8));
        Assert.False(kept.IsTooLarge("usage"u8));

        using var dropped = new JsonTopLevelTap(Names, maxValueBytes: 99);
        dropped.Append(Encoding.UTF8.GetBytes($$"""{"usage":{{value}},"id":1}"""));
        Assert.Null(Value(dropped, "usage"u8));
        Assert.True(dropped.IsTooLarge("usage"u8));
        Assert.Equal("1", Value(dropped, "id"u8));
    }

    [Fact]
    public void Append_LongNames_AreNotMistakenForOurs()
    {
        var document = $$"""{"{{new string('u', 10_000)}}":1,"usage{{new string('e', 10_000)}}":2,"usage":3}""";
        using var tap = Tap(Encoding.UTF8.GetBytes(document), 5, 5000);
        Assert.Equal("3", Value(tap, "usage"u8));
    }

    [Fact]
    public void Append_ValuesThatNobodyAskedFor_CostNoMemory()
    {
        using var tap = new JsonTopLevelTap(Names);
        tap.Append("""{"b64_json":" """u8);
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'A');
        tap.Append(piece);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            tap.Append(piece);
        }

        tap.Append("\",\"data\":[{\"embedding\":["u8);
        for (var i = 0; i < 1000; i++)
        {
            tap.Append("0.123456,{},"u8);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        tap.Append("""1]}],"usage":7}"""u8);
        Assert.Equal("7", Value(tap, "usage"u8));
    }

    [Fact]
    public void Append_AnyDocumentCutAnywhere_AgreesWithAParser()
    {
        var values = Gen.Elements("1", "null", "\"a\\\"b\"", "{\"usage\":[1]}", "[{\"id\":2}]", "{}", "\"\\\\\"", "-1.5e+3");
        var names = Gen.Elements("usage", "id", "a", "\\u0069d", "mod\\u0065l", "\\\"");
        var members = names.Zip(values, (name, value) => $"\"{name}\": {value}").ListOf();
        var documents = members.Select(all => $"{{{string.Join(" ,", all)}}}").ToArbitrary();
        Prop.ForAll(documents, document =>
        {
            var bytes = Encoding.UTF8.GetBytes(document);
            using var parsed = System.Text.Json.JsonDocument.Parse(document);
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                using var tap = Tap(bytes, cut);
                foreach (var name in Names)
                {
                    var expected = parsed.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;
                    Assert.Equal(expected, Value(tap, name));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(12));
    }

    private static JsonTopLevelTap Tap(ReadOnlySpan<byte> document, params int[] cuts)
    {
        var tap = new JsonTopLevelTap(Names);
        var start = 0;
        foreach (var cut in cuts.Append(document.Length))
        {
            tap.Append(document[start..cut]);
            start = cut;
        }

        return tap;
    }

    private static string? Value(JsonTopLevelTap tap, ReadOnlySpan<byte> name) =>
        tap.TryGetValue(name, out var value) ? Encoding.UTF8.GetString(value) : null;
}
