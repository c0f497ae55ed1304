using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Filters;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Exchange.Filters;

public sealed class FilterTests
{
    private const string Hello = "data: {\"id\":\"c1\",\"x_unknown\":[1.50],\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"hello \"},\"y\":{}}]}\n\n";
    private const string World = ": comment\ndata: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w\\u00f6rld\"}}]}\r\n\r\n";
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public void Filter_ThatChangesNothing_LeavesEveryByte() =>
        Assert.Equal(Hello + World + Finish + Done, Run(Hello + World + Finish + Done, new Upper(_ => false)));

    [Fact]
    public void Filter_ChangedText_IsReplacedWhereItStands() =>
        Assert.Equal(
            Hello.Replace("hello ", "HELLO ", StringComparison.Ordinal) + World.Replace("w\\u00f6rld", "WÖRLD", StringComparison.Ordinal) + Finish + Done,
            Run(Hello + World + Finish + Done, new Upper(_ => true)));

    [Fact]
    public void Filter_TextHeldBack_GoesOutBeforeTheFinish()
    {
        var output = Run(Hello + World + Finish + Done, new Hold());
        Assert.DoesNotContain("hello", Hello.Replace("\"hello \"", "\"\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var frames = output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, frames.Length);
        Assert.Contains("\"content\":\"hello wörld\"", frames[0], StringComparison.Ordinal);
        Assert.Equal(Finish + Done, frames[1] + "\n\n" + frames[2] + "\n\n");
    }

    [Fact]
    public void Filter_Stop_EndsTheAnswerProperly()
    {
        var output = Run(Hello + World + Finish + Done, new StopAt("w"));
        Assert.StartsWith(Hello, output, StringComparison.Ordinal);
        Assert.DoesNotContain("rld", output, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"content_filter\"", output, StringComparison.Ordinal);
        Assert.EndsWith(Done, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_Chain_SeesWhatTheOneBeforePassed()
    {
        var output = Run(Hello + Finish + Done, new Upper(_ => true), new StopAt("H"));
        Assert.DoesNotContain("ello", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Filter_StreamCutAtEveryByte_GivesTheSame()
    {
        var input = Encoding.UTF8.GetBytes(Hello + World + Finish + Done);
        var whole = Run(input, input.Length, new Upper(_ => true), new Hold());
        for (var cut = 1; cut < input.Length; cut++)
            Assert.Equal(whole, Run(input, cut, new Upper(_ => true), new Hold()));
    }

    private static string Run(string input, params ResponseFilter[] filters)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        return Run(bytes, bytes.Length, filters);
    }

    private static string Run(byte[] input, int cut, params ResponseFilter[] filters)
    {
        using var pipe = Exchanges.Pipe(
            Exchanges.Create(), new ChatStreamDecoder(),
            output => new RewrittenFrames(output, hidesUsage: false, new ChatStreamEncoder("c1", 1, "m", includeUsage: false)), filters);
        pipe.Read(input.AsSpan(0, cut));
        pipe.Read(input.AsSpan(cut));
        Assert.Null(pipe.Complete());
        return Encoding.UTF8.GetString(pipe.Output.WrittenSpan);
    }

    private sealed class Upper(Func<string, bool> when) : ResponseFilter
    {
        public override bool ChangesText => true;

        public override void OnEvent(in LlmEvent e)
        {
            var text = Encoding.UTF8.GetString(e.Text);
            if (e.Kind == LlmEventKind.Text && when(text))
                Pass(e with { Text = Encoding.UTF8.GetBytes(text.ToUpperInvariant()) });
            else
                Pass(e);
        }
    }

    private sealed class Hold : ResponseFilter
    {
        private readonly List<byte> _held = [];

        public override bool ChangesText => true;

        public override void OnEvent(in LlmEvent e)
        {
            if (e.Kind == LlmEventKind.Text)
                _held.AddRange(e.Text);
            else
                Pass(e);
        }

        public override void OnEnd()
        {
            if (_held.Count > 0)
                Pass(new LlmEvent(LlmEventKind.Text) { Text = _held.ToArray() });
            _held.Clear();
        }
    }

    private sealed class StopAt(string letter) : ResponseFilter
    {
        public override bool ChangesText => true;

        public override void OnEvent(in LlmEvent e)
        {
            if (e.Kind == LlmEventKind.Text && Encoding.UTF8.GetString(e.Text).StartsWith(letter, StringComparison.Ordinal))
                Stop(FinishReason.ContentFilter);
            else
                Pass(e);
        }
    }
}
