using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Room for the unescaped text of one event: its text, id and name can be there at once.</summary>
internal sealed class EventScratch
{
    public PooledBuffer Text { get; } = new();

    public PooledBuffer Id { get; } = new();

    public PooledBuffer Name { get; } = new();

    /// <summary>Tells an event of that kind with the text of <paramref name="text"/>, unless it is empty.</summary>
    /// <remarks>
    /// Tool arguments ought to be a string of JSON, and are the JSON itself at some providers; that is told as it is
    /// written, without a source, since no string could take its place.
    /// </remarks>
    public void TellText(in LlmEvent told, JsonValue text, IEventSink sink)
    {
        var isObject = told.Kind == LlmEventKind.ToolArguments && text.IsObject;
        if (isObject || (text.IsString && text.HasContent))
        {
            sink.OnEvent(new LlmEvent(told.Kind)
            {
                Choice = told.Choice,
                Index = told.Index,
                Text = isObject ? text.Bytes : text.GetText(Text),
                Source = isObject ? default : text.Range,
            });
        }
    }

    /// <summary>Gives the memory back once a frame is done, so that an idle stream holds none.</summary>
    public void Release()
    {
        Text.Release();
        Id.Release();
        Name.Release();
    }
}
