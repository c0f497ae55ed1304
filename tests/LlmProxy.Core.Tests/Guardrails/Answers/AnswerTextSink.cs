using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Puts the texts of a stream together as a client would, from the events of the project's own decoders.</summary>
internal sealed class AnswerTextSink : IEventSink
{
    private readonly SortedDictionary<string, MemoryStream> _texts = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public List<FinishReason> Finishes { get; } = [];

    public List<string> Errors { get; } = [];

    public string this[string key] => _texts.TryGetValue(key, out var text) ? Encoding.UTF8.GetString(text.ToArray()) : "";

    public string All => string.Join('|', _texts.Where(text => text.Value.Length > 0).Select(text => $"{text.Key}={this[text.Key]}"));

    public void OnEvent(in LlmEvent e)
    {
        switch (e.Kind)
        {
            case LlmEventKind.Text or LlmEventKind.Reasoning or LlmEventKind.Refusal or LlmEventKind.ToolArguments:
                var key = e.Kind == LlmEventKind.ToolArguments ? $"{e.Choice}.{e.Kind}.{e.Index}" : $"{e.Choice}.{e.Kind}";
                if (!_texts.TryGetValue(key, out var text))
                    _texts.Add(key, text = new MemoryStream());
                text.Write(e.Text);
                break;
            case LlmEventKind.ToolCall:
                Calls.Add($"{e.Index}:{Encoding.UTF8.GetString(e.Id)}:{Encoding.UTF8.GetString(e.Name)}");
                break;
            case LlmEventKind.Finish:
                Finishes.Add(e.Finish);
                break;
            case LlmEventKind.Error:
                Errors.Add(Encoding.UTF8.GetString(e.Name));
                break;
        }
    }
}
