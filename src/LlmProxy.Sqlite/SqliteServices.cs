using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Sqlite;

/// <summary>Keeps the gateway's ledger and state in an embedded database.</summary>
public static class SqliteServices
{
    /// <summary>Adds the store, which is used where <c>LlmProxy:Storage:Kind</c> says so. Safe to call twice.</summary>
    public static IReverseProxyBuilder AddLlmSqlite(this IReverseProxyBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageBackend, SqliteBackend>());
        return builder;
    }
}
