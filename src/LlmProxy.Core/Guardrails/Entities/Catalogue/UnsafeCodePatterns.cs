using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Code that destroys, or runs what comes from elsewhere.</summary>
/// <remarks>
/// Commands count, words about them do not: <c>DROP TABLE users;</c> is one, "the drop table statement" is none. Code that
/// reads what it deletes from a condition or deletes below a path of its own is ordinary and passes.
/// </remarks>
internal static class UnsafeCodePatterns
{
    private const string Name = "[\"'`\\[]?[A-Za-z_][A-Za-z0-9_.$\"'`\\]\\[-]*";

    /// <summary>SQL that deletes a table, a data base, or all rows.</summary>
    public static PatternList Sql { get; } = new(EntityType.UnsafeSql, EntityGroup.UnsafeCode, EntitySeverity.Critical)
    {
        new PatternDefinition("sql-drop", $"(?<![0-9A-Za-z_])(?i:drop[ \\t\\n]{{1,4}}(?:table|database|schema|user|tablespace)[ \\t\\n]{{1,4}}(?:if[ \\t\\n]{{1,4}}exists[ \\t\\n]{{1,4}})?){Name}(?:[ \\t\\n]{{0,4}}(?i:,[ \\t]{{0,2}}[a-z_.]{{1,60}}){{1,8}})?(?:[ \\t\\n]{{1,4}}(?i:cascade|restrict|purge))?")
        {
            Validator = new SqlStatementRule(),
        },
        new PatternDefinition("sql-truncate", $"(?<![0-9A-Za-z_])(?i:truncate[ \\t\\n]{{1,4}}table[ \\t\\n]{{1,4}}){Name}")
        {
            Validator = new SqlStatementRule(),
        },
        new PatternDefinition("mongo-drop", "(?<![0-9A-Za-z_])(?i:db)(?:\\.[A-Za-z_][A-Za-z0-9_]*)?\\.(?:dropDatabase|drop|deleteMany|remove)[ ]?\\([ ]?(?:\\{[ ]?\\})?[ ]?\\)"),
        new PatternDefinition("sql-delete-all", $"(?<![0-9A-Za-z_])(?i:delete[ \\t\\n]{{1,4}}from[ \\t\\n]{{1,4}}){Name}(?:[ \\t\\n]{{1,4}}(?i:where)[ \\t]{{1,4}}(?:1[ \\t]?=[ \\t]?1|(?i:true)))?")
        {
            Validator = new SqlStatementRule(),
        },
    };

    /// <summary>Commands of a shell.</summary>
    public static PatternList Shell { get; } = new(EntityType.UnsafeShell, EntityGroup.UnsafeCode, EntitySeverity.Critical)
    {
        { "shell-rm", "(?<![0-9A-Za-z_./-])rm(?:[ \\t]{1,3}--?[A-Za-z-]{1,20}){1,4}[ \\t]{1,3}[\"']?(?:/(?:bin|boot|dev|etc|home|lib|opt|root|sbin|srv|sys|usr|var)?/?|~/?|\\$HOME/?|\\$\\{HOME\\}/?|\\.|\\*)\\*?[\"']?(?![0-9A-Za-z_./*-])", RecursiveRemoval.Is },
        { "shell-no-preserve-root", "(?<![0-9A-Za-z_-])--no-preserve-root(?![0-9A-Za-z_-])", null },
        { "shell-mkfs", "(?<![0-9A-Za-z_./-])mkfs(?:\\.[a-z0-9]{2,8})?(?:[ \\t]{1,3}-[A-Za-z0-9=]{1,20}){0,6}[ \\t]{1,3}/dev/[a-z0-9/]{2,40}", null },
        { "shell-dd", "(?<![0-9A-Za-z_./-])dd[ \\t]{1,3}(?:[a-z]{2,6}=[^\\s=]{1,64}[ \\t]{1,3}){0,6}of=/dev/(?:sd|hd|vd|xvd|nvme|disk|mmcblk)[a-z0-9]{0,12}", null },
        { "shell-overwrite-disk", "(?:>|\\|[ \\t]?tee)[ \\t]{0,3}/dev/(?:sd|hd|vd|xvd|nvme|disk|mmcblk)[a-z0-9]{1,12}(?![0-9A-Za-z_/])", null },
        { "shell-wipe", "(?<![0-9A-Za-z_./-])(?:shred|wipefs|blkdiscard)(?:[ \\t]{1,3}-[A-Za-z0-9=-]{1,20}){0,6}[ \\t]{1,3}/dev/[a-z0-9/]{2,40}", null },
        { "shell-find-delete", "(?<![0-9A-Za-z_./-])find[ \\t]{1,3}(?:/|~)[ \\t]{1,3}[^|;\\n]{0,}(?:-delete|-exec[ \\t]{1,3}rm)(?![0-9A-Za-z_-])", null },
        { "code-remove-tree", "(?<![0-9A-Za-z_])(?:rmtree|rmSync|rimraf|rmdirSync|remove_dir_all|FileUtils\\.rm_rf)[ ]?\\([ ]?[\"'](?:/|~/?|/(?:etc|home|root|usr|var)/?|[A-Z]:[\\\\/]{1,2})[\"']", null },
        { "shell-fork-bomb", ":\\(\\)[ \\t]{0,2}\\{[ \\t]{0,2}:[ \\t]?\\|[ \\t]?:[ \\t]?&?[ \\t]{0,2}\\}?[ \\t]{0,2};?[ \\t]{0,2}:?", null },
        // The first word behind it is an option, is quoted or looks like an address: "fetch the results" holds back no answer until its line ends.
        { "shell-pipe-to-shell", "(?<![0-9A-Za-z_./-])(?:curl|wget|fetch)[ \\t]{1,3}(?:[-\"'$]|[^\\s|<>]{0,}[./:][A-Za-z0-9/])[^|\\n<>]{2,}\\|[ \\t]{0,3}(?:sudo[ \\t]{1,3}(?:-[A-Za-z]{1,4}[ \\t]{1,3})?)?(?:/bin/|/usr/bin/)?(?:bash|sh|zsh|ksh|dash|python3?|perl|ruby|node|php)(?![0-9A-Za-z_.])", null },
        { "shell-run-fetched", "(?<![0-9A-Za-z_./-])(?:bash|sh|zsh|eval|source)[ \\t]{1,3}(?:-c[ \\t]{1,3})?(?:<\\(|\"?\\$\\()(?:curl|wget)[ \\t][^)\\n]{4,}\\)", null },
        { "shell-chmod", "(?<![0-9A-Za-z_./-])chmod[ \\t]{1,3}(?:-R|--recursive)[ \\t]{1,3}0?777[ \\t]{1,3}/(?:[a-z]{2,5}/?)?(?![0-9A-Za-z_./-])", null },
        { "powershell-run-fetched", "(?i:(?<![0-9A-Za-z_-])(?:iex|invoke-expression)[ \\t]{0,3}\\(?[ \\t]{0,3}\\(?(?:new-object[ \\t]{1,3}(?:system\\.)?net\\.webclient\\)?\\.downloadstring|irm|iwr|curl|invoke-webrequest|invoke-restmethod)|(?<![0-9A-Za-z_-])(?:irm|iwr|invoke-webrequest|invoke-restmethod)[ \\t]{1,3}[^|\\n]{4,}\\|[ \\t]{0,3}(?:iex|invoke-expression)(?![0-9A-Za-z_-]))", null },
        { "powershell-remove", "(?i:(?<![0-9A-Za-z_-])remove-item[ \\t]{1,3}(?:-[a-z]{2,12}[ \\t]{1,3}){0,4}[\"']?[c-z]:\\\\\\*?[\"']?(?:[ \\t]{1,3}-(?:recurse|force)){1,2}(?![a-z-]))", null },
        { "windows-format", "(?i:(?<![0-9A-Za-z_-])(?:format[ \\t]{1,3}[c-z]:(?:[ \\t]{1,3}/[a-z]{1,4}(?::[a-z0-9]{1,6})?){1,4}|(?:rd|rmdir|del)[ \\t]{1,3}(?:/[sqf][ \\t]{1,3}){1,3}[c-z]:\\\\(?:windows|users)?\\\\?\\*?)(?![0-9A-Za-z_\\\\]))", null },
    };

    /// <summary>Code that runs text that it was given.</summary>
    public static PatternList Eval { get; } = new(EntityType.UnsafeEval, EntityGroup.UnsafeCode, EntitySeverity.High)
    {
        { "eval-input", "(?<![0-9A-Za-z_.$>:])(?:eval|exec|execfile|compile|new Function|setTimeout|unserialize|assert)[ ]?\\([ ]?(?:input|raw_input|request|req|params|sys\\.argv|process\\.argv|os\\.environ|location|window\\.location|document\\.(?:URL|location|cookie)|atob|base64|\\$_(?:GET|POST|REQUEST|COOKIE)|params\\[|user_?(?:input|code)|untrusted|userInput|userCode)(?![A-Za-z0-9_])", null },
        { "exec-decoded", "(?<![0-9A-Za-z_.$>:])(?:eval|exec)[ ]?\\([ ]?(?:base64[._]|__import__[ ]?\\(|codecs\\.decode|bytes\\.fromhex|zlib\\.decompress|marshal\\.loads|requests\\.get|urllib|compile[ ]?\\(|gzinflate|str_rot13)", null },
        { "shell-from-input", "(?:os\\.(?:system|popen)|subprocess\\.(?:run|call|Popen|check_output|check_call)|child_process\\.exec(?:Sync)?|Runtime\\.getRuntime\\(\\)\\.exec|shell_exec|passthru|popen|execSync)[ ]?\\([ ]?(?:input[ ]?\\(|raw_input|request[.\\[]|req\\.(?:body|query|params)|sys\\.argv|process\\.argv|\\$_(?:GET|POST|REQUEST|COOKIE)|params\\[|user_?(?:input|command)|userInput)", null },
        { "unsafe-deserialization", "(?<![0-9A-Za-z_.])(?:pickle|cPickle|dill|marshal)\\.loads?[ ]?\\([ ]?(?:request|req\\.|input[ ]?\\(|base64|requests\\.get|sock|conn|data\\.recv|urllib)", null },
    };
}
