namespace LlmProxy.Failover.Failures;

/// <summary>Leaves the forwarding handler when a destination has failed, so that YARP and its passive health see it.</summary>
public sealed class AttemptFailedException(AttemptFailure failure) : Exception(failure.Error.Message, failure.Cause)
{
    /// <summary>What happened.</summary>
    public AttemptFailure Failure { get; } = failure;

    /// <summary>The failure inside <paramref name="exception"/>, however deep; <c>null</c> if there is none.</summary>
    public static AttemptFailure? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AttemptFailedException failed)
                return failed.Failure;
        }

        return null;
    }
}
