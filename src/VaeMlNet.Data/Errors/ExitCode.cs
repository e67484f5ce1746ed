namespace VaeMlNet.Data;

/// <summary>The exit codes of the tools.</summary>
internal static class ExitCode
{
    /// <summary>The verb succeeded.</summary>
    public const int Ok = 0;

    /// <summary>The verb failed. A line on the error stream gives the reason.</summary>
    public const int Error = 1;

    /// <summary>The command line is wrong. Nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>
    /// The verb was canceled by Ctrl-C or a termination request: 128 + SIGINT, as shells report it.
    /// </summary>
    public const int Canceled = 130;

    /// <summary>
    /// The reader of standard output ended before the verb: 128 + SIGPIPE, as shells report it. No error line is
    /// written.
    /// </summary>
    public const int ClosedOutput = 141;
}
