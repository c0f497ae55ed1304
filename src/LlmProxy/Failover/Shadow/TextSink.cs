using System.Runtime.InteropServices;
using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Failover.Shadow;

/// <summary>Collects the text of a stream's first choice.</summary>
internal sealed class TextSink : IEventSink
{
    private readonly List<byte> _text = [];

    /// <summary>The text so far.</summary>
    public string Text => Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_text));

    /// <summary>Why the choice ended; <c>None</c> before it has.</summary>
    public FinishReason Finish { get; private set; }

    public void OnEvent(in LlmEvent e)
    {
        if (e.Choice != 0)
            return;
        if (e.Kind == LlmEventKind.Text)
            _text.AddRange(e.Text);
        else if (e.Kind == LlmEventKind.Finish)
            Finish = e.Finish;
    }
}
