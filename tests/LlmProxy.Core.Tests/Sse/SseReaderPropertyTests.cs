using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LlmProxy.Core.Tests.Sse;

public class SseReaderPropertyTests
{
    private static readonly string[] Fragments =
    [
        "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "\r\r", "data", "data:", "data: ", "event: ", "id: 1", ": c", ":", " ",
        "x", "{\"a\":1}", "é", "👩", "\uFEFF", "\u2028", "\u0085", "retry",
    ];

    private static Arbitrary<string> Bodies =>
        Gen.Elements(Fragments).ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void TryRead_AnyBodyCutAnywhere_AgreesWithTheStandard() =>
        Prop.ForAll(Bodies, body =>
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var expected = EventsOf(body);
            var single = SseRecord.ByteByByte(bytes);
            Assert.Equal(expected, single.Events);
            Assert.Equal(bytes, single.Raw);
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                var record = SseRecord.Of(bytes, cut);
                Assert.Equal(expected, record.Events);
                Assert.Equal(bytes, record.Raw);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(30));

    /// <summary>The standard's algorithm on a whole body, line by line; an unterminated last event counts too.</summary>
    private static List<(string Event, string Data)> EventsOf(string body)
    {
        var events = new List<(string, string)>();
        var text = body.StartsWith('\uFEFF') ? body[1..] : body;
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var name = "";
        List<string> data = [];
        foreach (var line in lines.Append(""))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add((name, string.Join('\n', data)));
                }

                name = "";
                data = [];
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            if (field == "data")
            {
                data.Add(value);
            }
            else if (field == "event")
            {
                name = value;
            }
        }

        return events;
    }
}
