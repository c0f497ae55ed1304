using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Writes streams as providers send them, of texts that are cut at random.</summary>
internal static class StreamScripts
{
    /// <summary>A stream with reasoning, text and the arguments of one tool.</summary>
    public static string Of(AnswerProtocol protocol, string reasoning, string text, string arguments, Random random) => protocol switch
    {
        AnswerProtocol.Chat => Chat(reasoning, text, arguments, random),
        AnswerProtocol.Completions => Completions(text, random),
        AnswerProtocol.Responses => Responses(reasoning, text, arguments, random),
        _ => Messages(reasoning, text, arguments, random),
    };

    private static string Chat(string reasoning, string text, string arguments, Random random)
    {
        var body = new StringBuilder();
        void Chunk(string delta, string finish = "null") =>
            body.Append(CultureInfo.InvariantCulture, $$"""data: {"id":"chatcmpl-1234567","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o","system_fingerprint":"fp_4444","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}],"obfuscation":"123456"}""").Append("\n\n");
        Chunk("""{"role":"assistant","content":""}""");
        foreach (var piece in GuardedStreams.Cut(reasoning, random))
            Chunk($$"""{"reasoning_content":{{Json(piece, random)}}}""");
        foreach (var piece in GuardedStreams.Cut(text, random))
            Chunk($$"""{"content":{{Json(piece, random)}}}""");
        Chunk("""{"tool_calls":[{"index":0,"id":"call_987654","type":"function","function":{"name":"f12","arguments":""}}]}""");
        foreach (var piece in GuardedStreams.Cut(arguments, random))
            Chunk($$$"""{"tool_calls":[{"index":0,"function":{"arguments":{{{Json(piece, random)}}}}}]}""");
        Chunk("{}", "\"tool_calls\"");
        return body.Append("data: [DONE]\n\n").ToString();
    }

    private static string Completions(string text, Random random)
    {
        var body = new StringBuilder();
        foreach (var piece in GuardedStreams.Cut(text, random))
            body.Append(CultureInfo.InvariantCulture, $$"""data: {"choices":[{"text":{{Json(piece, random)}},"index":0,"logprobs":null,"finish_reason":null}],"id":"cmpl-777","object":"text_completion","created":1700000000,"model":"m"}""").Append("\n\n");
        body.Append("""data: {"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"stop"}],"id":"cmpl-777","object":"text_completion","created":1700000000,"model":"m"}""");
        return body.Append("\n\ndata: [DONE]\n\n").ToString();
    }

    private static string Responses(string reasoning, string text, string arguments, Random random)
    {
        var body = new StringBuilder();
        var number = 0;
        void Event(string type, string members) =>
            body.Append("event: ").Append(type).Append("\ndata: {\"type\":\"").Append(type).Append("\",").Append(members).Append(",\"sequence_number\":").Append(number++).Append("}\n\n");
        var begun = Q("'id':'resp_1234567','object':'response','created_at':1700000000,'model':'gpt-5','instructions':'Say 12345.','parallel_tool_calls':true,'tool_choice':'auto','tools':[]");
        Event("response.created", $$"""
            "response":{{{begun}},"status":"in_progress","error":null,"incomplete_details":null,"output":[],"usage":null}
            """);
        var reasoningItem = $$"""{"id":"rs_1111","type":"reasoning","encrypted_content":"gAAAA0123456","summary":[{"type":"summary_text","text":{{Json(reasoning, random)}}}]}""";
        var messageItem = $$"""{"id":"msg_2222","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":{{Json(text, random)}}}],"role":"assistant"}""";
        var callItem = $$"""{"id":"fc_3333","type":"function_call","status":"completed","arguments":{{Json(arguments, random)}},"call_id":"call_4444","name":"f12"}""";
        Event("response.output_item.added", Q("'output_index':0,'item':{'id':'rs_1111','type':'reasoning','summary':[]}"));
        var summary = Q("'item_id':'rs_1111','output_index':0,'summary_index':0");
        Event("response.reasoning_summary_part.added", summary + "," + Q("'part':{'type':'summary_text','text':''}"));
        foreach (var piece in GuardedStreams.Cut(reasoning, random))
            Event("response.reasoning_summary_text.delta", $"""{summary},"delta":{Json(piece, random)},"obfuscation":"12345" """);
        Event("response.reasoning_summary_text.done", $"""{summary},"text":{Json(reasoning, random)}""");
        Event("response.reasoning_summary_part.done", $$"""{{summary}},"part":{"type":"summary_text","text":{{Json(reasoning, random)}}}""");
        Event("response.output_item.done", $"\"output_index\":0,\"item\":{reasoningItem}");
        Event("response.output_item.added", Q("'output_index':1,'item':{'id':'msg_2222','type':'message','status':'in_progress','content':[],'role':'assistant'}"));
        var part = Q("'item_id':'msg_2222','output_index':1,'content_index':0");
        Event("response.content_part.added", part + "," + Q("'part':{'type':'output_text','annotations':[],'logprobs':[],'text':''}"));
        foreach (var piece in GuardedStreams.Cut(text, random))
            Event("response.output_text.delta", $"""{part},"delta":{Json(piece, random)},"logprobs":[]""");
        Event("response.output_text.done", $"""{part},"logprobs":[],"text":{Json(text, random)}""");
        Event("response.content_part.done", $$"""{{part}},"part":{"type":"output_text","annotations":[],"logprobs":[],"text":{{Json(text, random)}}}""");
        Event("response.output_item.done", $"\"output_index\":1,\"item\":{messageItem}");
        Event("response.output_item.added", Q("'output_index':2,'item':{'id':'fc_3333','type':'function_call','status':'in_progress','arguments':'','call_id':'call_4444','name':'f12'}"));
        foreach (var piece in GuardedStreams.Cut(arguments, random))
            Event("response.function_call_arguments.delta", $"""
                "item_id":"fc_3333","output_index":2,"delta":{Json(piece, random)}
                """);
        Event("response.function_call_arguments.done", $"""
            "item_id":"fc_3333","output_index":2,"arguments":{Json(arguments, random)}
            """);
        Event("response.output_item.done", $"\"output_index\":2,\"item\":{callItem}");
        Event("response.completed", $$"""
            "response":{{{begun}},"status":"completed","error":null,"incomplete_details":null,"output":[{{reasoningItem}},{{messageItem}},{{callItem}}],"usage":{"input_tokens":5,"output_tokens":7,"total_tokens":12} }
            """);
        return body.ToString();
    }

    private static string Messages(string reasoning, string text, string arguments, Random random)
    {
        var body = new StringBuilder();
        void Event(string type, string members) =>
            body.Append("event: ").Append(type).Append("\ndata: {\"type\":\"").Append(type).Append('"').Append(members).Append("}\n\n");
        Event("message_start", ""","message":{"id":"msg_1234567","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12345,"output_tokens":3}}""");
        Event("content_block_start", ""","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}""");
        Event("ping", "");
        foreach (var piece in GuardedStreams.Cut(reasoning, random))
            Event("content_block_delta", $$""","index":0,"delta":{"type":"thinking_delta","thinking":{{Json(piece, random)}} }""");
        Event("content_block_delta", ""","index":0,"delta":{"type":"signature_delta","signature":"Eq12345=="}""");
        Event("content_block_stop", ""","index":0""");
        Event("content_block_start", ""","index":1,"content_block":{"type":"text","text":""}""");
        foreach (var piece in GuardedStreams.Cut(text, random))
            Event("content_block_delta", $$""","index":1,"delta":{"type":"text_delta","text":{{Json(piece, random)}} }""");
        Event("content_block_stop", ""","index":1""");
        Event("content_block_start", ""","index":2,"content_block":{"type":"tool_use","id":"toolu_4444","name":"f12","input":{}}""");
        foreach (var piece in GuardedStreams.Cut(arguments, random))
            Event("content_block_delta", $$""","index":2,"delta":{"type":"input_json_delta","partial_json":{{Json(piece, random)}} }""");
        Event("content_block_stop", ""","index":2""");
        Event("message_delta", ""","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":98765}""");
        Event("message_stop", "");
        return body.ToString();
    }

    private static string Q(string json) => json.Replace('\'', '"');

    private static string Json(string text, Random random) => GuardedStreams.Json(text, random.Next(3) == 0);
}
