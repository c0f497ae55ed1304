namespace LlmProxy.Metering.Deferred;

/// <summary>How far the work is that an object stands for: a batch, or a response that is made in the background.</summary>
internal enum WorkStatus
{
    /// <summary>The answer does not say, or says something that is not known here.</summary>
    Unstated,

    /// <summary>It goes on, so what it costs is not known yet.</summary>
    Running,

    /// <summary>It has ended, whole or in part: completed, incomplete, expired or cancelled.</summary>
    Ended,

    /// <summary>It failed as a whole: a batch whose file was refused, a response that the provider could not make.</summary>
    Failed,
}
