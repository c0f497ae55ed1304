using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Headers;
using LlmProxy.Host.Access;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Quality;
using LlmProxy.Tenancy;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>Answers <c>POST /v1/feedback</c>: for callers, each about its tenant's requests, and for whoever has the admin key, about all.</summary>
internal static class FeedbackEndpoint
{
    /// <summary>Takes what is said; 400 where it is wrong, 404 where nothing is known of the request.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var services = context.RequestServices;
            // Who it is comes first: nobody else learns anything of the rest.
            var giver = Giver(context, services);
            var feedback = FeedbackReader.Read(await AdminJson.ReadAsync(context), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var receipt = await services.GetRequiredService<FeedbackDesk>().TakeAsync(feedback, giver, context.RequestAborted);
            await AdminJson.WriteAsync(context, FeedbackView.Of(receipt));
        }
        catch (LlmException e)
        {
            if (e.Error.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }

    private static FeedbackGiver? Giver(HttpContext context, IServiceProvider services)
    {
        var callers = services.GetRequiredService<ICallerSource>();
        if (!callers.NeedsKey)
        {
            if (services.GetRequiredService<LlmConfigState>().Current.Proxy is { AllowAnonymous: false } proxy
                && ForeignPage.Sent(context.Request, proxy.Cors.Origins))
                throw new LlmException(OpenGatewayMiddleware.Refusal);
            return new(context.Connection.RemoteIpAddress?.ToString() ?? string.Empty, null);
        }

        if (IsAdmin(context, services))
            return null;
        var caller = callers.Identify(context);
        return new(caller.KeyId ?? string.Empty, caller.Tenant);
    }

    // With no admin key set, whoever sends no key from this machine is the admin, as elsewhere; whoever sends one is its owner.
    private static bool IsAdmin(HttpContext context, IServiceProvider services)
    {
        var access = services.GetRequiredService<AdminAccess>();
        return (access.Settings.AdminKey is { IsEmpty: false } || CallerCredential.OfGateway(context.Request) is null) && access.Refuse(context) is null;
    }
}
