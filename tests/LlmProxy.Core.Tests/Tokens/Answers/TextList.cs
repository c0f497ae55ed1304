using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Json;
using LlmProxy.Core.Tokens.Answers;

namespace LlmProxy.Core.Tests.Tokens.Answers;

/// <summary>Notes the pieces of text that are told.</summary>
internal sealed class TextList : ITextSink, IEventSink
{
    public List<string> Texts { get; } = [];

    public void OnText(ReadOnlySpan<byte> escaped)
    {
        var text = new byte[escaped.Length];
        Texts.Add(Encoding.UTF8.GetString(text, 0, JsonText.Unescape(escaped, text)));
    }

    public void OnEvent(in LlmEvent e)
    {
        var text = e.Kind switch
        {
            LlmEventKind.Text or LlmEventKind.Reasoning or LlmEventKind.Refusal or LlmEventKind.ToolArguments => e.Text,
            LlmEventKind.ToolCall => e.Name,
            _ => default,
        };
        if (!text.IsEmpty)
            Texts.Add(Encoding.UTF8.GetString(text));
    }
}
