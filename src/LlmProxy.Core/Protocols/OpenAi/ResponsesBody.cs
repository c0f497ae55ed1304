using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The <c>response</c> object that the first and the last events of a responses stream carry.</summary>
internal ref struct ResponsesBody
{
    public JsonValue Id;
    public JsonValue Model;
    public JsonValue Usage;
    public JsonValue Error;
    public JsonValue ServiceTier;
    public bool HasOutput;

    /// <summary>Why the response is incomplete.</summary>
    public JsonValue Reason;

    /// <summary>Reads a response.</summary>
    public static ResponsesBody Read(JsonValue response)
    {
        var read = default(ResponsesBody);
        var members = response.Members();
        while (response.IsObject && members.Next())
        {
            if (members.NameIs("id"u8))
            {
                read.Id = members.Value;
            }
            else if (members.NameIs("model"u8))
            {
                read.Model = members.Value;
            }
            else if (members.NameIs("usage"u8))
            {
                read.Usage = members.Value;
            }
            else if (members.NameIs("error"u8))
            {
                read.Error = members.Value;
            }
            else if (members.NameIs("service_tier"u8))
            {
                read.ServiceTier = members.Value;
            }
            else if (members.NameIs("incomplete_details"u8))
            {
                read.Reason = ReasonIn(members.Value);
            }
            else if (members.NameIs("output"u8) || members.NameIs("output_text"u8))
            {
                read.HasOutput |= members.Value.HasContent;
            }
        }

        return read;
    }

    private static JsonValue ReasonIn(JsonValue details)
    {
        var members = details.Members();
        while (details.IsObject && members.Next())
        {
            if (members.NameIs("reason"u8))
            {
                return members.Value;
            }
        }

        return default;
    }
}
