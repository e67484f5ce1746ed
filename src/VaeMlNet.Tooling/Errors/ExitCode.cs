namespace VaeMlNet.Tooling;

/// <summary>What the process returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>The verb did what it was asked.</summary>
    public const int Ok = 0;

    /// <summary>The verb failed; one line on the error stream says why.</summary>
    public const int Error = 1;

    /// <summary>The command line itself is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or a termination request: 128 + SIGINT, as shells report it.</summary>
    public const int Canceled = 130;

    /// <summary>Whoever read standard output has gone before the end: 128 + SIGPIPE, as shells report it. Nothing is said.</summary>
    public const int ClosedOutput = 141;
}
