namespace LlmProxy.Health.Degradation;

/// <summary>The side components of the gateway itself: parts that a request can do without.</summary>
public static class ComponentNames
{
    /// <summary>The recording of metrics, with whoever listens to them in this process.</summary>
    public const string Metrics = "metrics";

    /// <summary>The making of spans, with whoever listens to them in this process.</summary>
    public const string Spans = "spans";

    /// <summary>The line that is logged for each request.</summary>
    public const string RequestLog = "request_log";

    /// <summary>Response filters that only look on.</summary>
    public const string AnswerObservers = "answer_observers";

    /// <summary>What is learned of models' tokenizers.</summary>
    public const string TokenLearning = "token_learning";

    /// <summary>The export of traces and metrics to a collector.</summary>
    public const string TelemetryExport = "telemetry_export";

    /// <summary>The writing of records and state to the store.</summary>
    public const string Storage = "storage";
}
