using LlmProxy.Budgets;
using LlmProxy.Core.Pricing;
using LlmProxy.Events;
using LlmProxy.Exchange;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Prices;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Metering.Deferred;

/// <summary>Charges whoever handed in work with what it cost, once.</summary>
/// <remarks>
/// The record's id follows from that of the request, so that the ledger has it once whatever happens. Budgets are charged by whoever took the
/// job; that this is done, and the accounts with it, is on disk before the ledger has the record, which a start would compare them with: after
/// a crash in between only the record is written again.
/// </remarks>
internal sealed class DeferredCharges(
    DeferredJobs jobs, AttemptPrices prices, BudgetAmendments budgets, ILedger ledger, LlmMetrics metrics, TimeProvider clock, Lazy<IEventHub>? events = null)
{
    /// <summary>What follows a request's id in the id of the record of what was done behind it.</summary>
    public const string RecordSuffix = "-result";

    /// <summary>Charges a job that was taken.</summary>
    /// <param name="id">Its object's id.</param>
    /// <param name="job">The job.</param>
    /// <param name="seen">The attempt that has fetched the object, with what it reports.</param>
    /// <param name="status">How the work ended.</param>
    /// <returns>Ends when the record is on disk; faults when it could not be written. Only a strict ledger waits for it.</returns>
    public Task ChargeAsync(string id, DeferredJob job, LlmAttempt seen, WorkStatus status)
    {
        var charge = Price(job, seen, status);
        var record = RecordOf(job, charge, seen, status);
        // After a crash all but the record has been done.
        if (!job.IsCharged)
            Tell(job, record);
        jobs.Save(id, job with { IsCharged = true });
        var written = WriteAsync(record);
        _ = ForgetAsync(id, written);
        return written;
    }

    /// <summary>Gives back what budgets were charged for a job whose cost they have been charged before.</summary>
    public void GiveBack(DeferredJob job, decimal held) => budgets.Amend(job.Tenant, job.KeyId, job.User, job.Time, held, cost: 0);

    private void Tell(DeferredJob job, LedgerRecord record)
    {
        if (record.Cost is { } cost)
        {
            budgets.Amend(job.Tenant, job.KeyId, job.User, job.Time, job.HeldSoFar?.Replace() ?? job.Held, cost);
            budgets.Save();
        }

        metrics.Spent(record.Charges, job.ModelPattern);
        if (events?.Value is { } hub && hub.Wants(EventTypes.Usage))
            hub.Publish(new UsageEvent(record));
    }

    private async Task WriteAsync(LedgerRecord record)
    {
        try
        {
            await jobs.FlushAsync();
        }
        catch (IOException)
        {
            // The store tells of it and tries again. The record must not be lost for that.
        }

        await ledger.AppendAsync(record);
    }

    /// <summary>The charge; <c>null</c>: nothing was used.</summary>
    private Charge? Price(DeferredJob job, LlmAttempt seen, WorkStatus status)
    {
        var usage = seen.Usage;
        if (usage.IsEmpty && status == WorkStatus.Failed)
            return null;
        var model = job.Model ?? seen.Answer.Model;
        // The counts of a batch are those of all its requests together.
        var price = prices.Of(seen, model, usage, new PriceContext(job.IsBatch, job.ServiceTier) { IsSum = job.IsBatch }, job.Destination);
        return new Charge(job.Cluster, model, usage, job.IsBatch && MayHaveLongPrompts(seen, model), price.Cost, price.Version);
    }

    /// <summary>Whether some prompts of a batch may have been so long that they cost more, which its sums cannot tell.</summary>
    private bool MayHaveLongPrompts(LlmAttempt seen, string? model) =>
        prices.Find(seen.Cluster, model) is { LongContext: [var first, ..] } && seen.Usage.InputTokens > first.AboveInputTokens;

    private LedgerRecord RecordOf(DeferredJob job, Charge? charge, LlmAttempt seen, WorkStatus status) => new()
    {
        Id = job.RequestId + RecordSuffix,
        Time = clock.GetUtcNow(),
        Tenant = job.Tenant,
        User = job.User,
        KeyId = job.KeyId,
        CallerRequestId = job.CallerRequestId,
        Route = job.Route,
        Endpoint = job.Endpoint,
        ModelAsked = job.ModelAsked,
        ModelUsed = SafeText.Of(job.Model ?? seen.Answer.Model),
        Provider = job.Provider,
        Cluster = job.Cluster,
        Usage = seen.Usage,
        IsEstimated = charge is { IsEstimated: true },
        Cost = charge is null ? 0 : charge.Cost,
        Charges = charge is null ? [] : [charge],
        Outcome = (status == WorkStatus.Failed ? RequestOutcome.ProviderError : RequestOutcome.Completed).ToTag(),
        Status = StatusCodes.Status200OK,
        Tags = job.Tags,
    };

    private async Task ForgetAsync(string id, Task written)
    {
        try
        {
            await written;
            jobs.Forget(id);
        }
        catch (Exception)
        {
            // The ledger tells of it and tries again; whatever becomes of that, the next start knows of the job.
        }
    }
}
