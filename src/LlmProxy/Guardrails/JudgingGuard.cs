namespace LlmProxy.Guardrails;

/// <summary>A guard that judges texts as a whole: it passes them or does not, and cannot say where in them something stands.</summary>
public abstract class JudgingGuard : Guard
{
    /// <summary>Judges.</summary>
    /// <param name="subject">The texts that it may see, never none.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <returns>What it says; it completes at once where nothing outside is asked.</returns>
    /// <remarks>Whatever it throws counts as <see cref="Guard.OnError"/> says; a cancellation by <paramref name="cancellation"/> does not.</remarks>
    public abstract ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation);
}
