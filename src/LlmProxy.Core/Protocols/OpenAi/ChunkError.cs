using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>An error that a provider put into its stream, in any of the forms seen there.</summary>
/// <remarks>
/// <c>{"error":{message,type,code}}</c>, <c>{"error":"text","code":…}</c>, and the same members without an
/// <c>error</c> around them. Codes come as strings and as numbers.
/// </remarks>
internal ref struct ChunkError
{
    public JsonValue Code;
    public JsonValue Type;
    public JsonValue Message;

    /// <summary>Reads the members of <paramref name="error"/>, which may be an object or a bare message.</summary>
    public static ChunkError Read(JsonValue error)
    {
        var read = default(ChunkError);
        if (!error.IsObject)
        {
            read.Message = error;
            return read;
        }

        var members = error.Members();
        while (members.Next())
        {
            if (members.NameIs("code"u8))
            {
                read.Code = members.Value;
            }
            else if (members.NameIs("type"u8))
            {
                read.Type = members.Value;
            }
            else if (members.NameIs("message"u8))
            {
                read.Message = members.Value;
            }
        }

        return read;
    }

    /// <summary>Tells the error: its name is the code, or else the type.</summary>
    public readonly void Tell(IEventSink sink, PooledBuffer nameScratch, PooledBuffer textScratch)
    {
        var name = Code.HasContent ? Code : Type;
        sink.OnEvent(new LlmEvent(LlmEventKind.Error)
        {
            Name = name.IsString ? name.GetText(nameScratch) : name.IsNumber ? name.Bytes : default,
            Text = Message.IsString ? Message.GetText(textScratch) : Message.HasContent ? Message.Bytes : default,
        });
    }

    /// <summary>Tells that a frame is not the JSON that the protocol promises.</summary>
    public static void TellMalformed(IEventSink sink) => sink.OnEvent(new LlmEvent(LlmEventKind.Error)
    {
        Name = "malformed_stream"u8,
        Text = "The provider sent an event that is not a JSON object."u8,
    });
}
