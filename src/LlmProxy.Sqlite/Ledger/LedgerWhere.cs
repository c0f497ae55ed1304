using System.Text;
using LlmProxy.Metering.Ledger;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>The condition of a question. Values go in as parameters only.</summary>
internal sealed class LedgerWhere
{
    private readonly StringBuilder _text = new(" WHERE 1");
    private readonly List<SqliteParameter> _parameters = [];

    /// <summary>The condition of <paramref name="query"/>.</summary>
    public LedgerWhere(LedgerQuery query)
    {
        Add("l.id = $id", "$id", query.Id);
        Add("l.time >= $from", "$from", query.From is { } from ? LedgerTime.Of(from) : null);
        Add("l.time < $to", "$to", query.To is { } to ? LedgerTime.Of(to) : null);
        Add("l.tenant = $tenant", "$tenant", query.Tenant);
        Add("l.user = $user", "$user", query.User);
        Add("l.key_id = $key", "$key", query.KeyId);
        Add("l.model_used = $model", "$model", query.Model);
        Add("l.route = $route", "$route", query.Route);
        Add("EXISTS (SELECT 1 FROM ledger_tag f WHERE f.tag = $tag AND f.seq = l.seq)", "$tag", query.Tag);
        Add("l.kind = $kind", "$kind", query.Kind is { } kind ? (int)kind : null);
    }

    /// <summary>One condition more, which does not count where its value is <c>null</c>.</summary>
    public void Add(string condition, string name, object? value)
    {
        if (value is null)
            return;
        _text.Append(" AND ").Append(condition);
        _parameters.Add(new(name, value));
    }

    /// <summary>A command of <paramref name="head"/>, the condition and <paramref name="tail"/>.</summary>
    public SqliteCommand Command(SqliteConnection connection, string head, string tail)
    {
        var command = connection.CreateCommand();
        command.CommandText = head + _text + tail;
        command.Parameters.AddRange(_parameters);
        return command;
    }
}
