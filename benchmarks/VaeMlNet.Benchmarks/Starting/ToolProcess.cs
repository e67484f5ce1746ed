namespace VaeMlNet.Benchmarks;

/// <summary>The command line as a process of its own.</summary>
internal static class ToolProcess
{
    /// <summary>Returns the tool of a folder with arguments.</summary>
    public static WholeProcess Create(string folder, params string[] arguments) =>
        new([.. Command(folder), .. arguments]);

    /// <summary>Returns whether a folder has the tool.</summary>
    public static bool IsIn(string folder) => File.Exists(Assembly(folder));

    /// <summary>Checks that a folder has the tool.</summary>
    /// <exception cref="CommandException">It does not.</exception>
    public static void Require(string folder)
    {
        if (!IsIn(folder))
        {
            throw new CommandException(
                $"There is no VaeMlNet.Cli.dll in '{folder}'. Build or publish src/VaeMlNet.Cli there, or name another folder."
            );
        }
    }

    /// <summary>Returns the command that starts the tool of a folder.</summary>
    public static string[] Command(string folder) =>
        // A self-contained tool has the libraries of .NET, and is a program of its own.
        File.Exists(Path.Combine(folder, "System.Private.CoreLib.dll"))
            ? [Path.Combine(folder, "VaeMlNet.Cli")]
            : ["dotnet", Assembly(folder)];

    private static string Assembly(string folder) => Path.Combine(folder, "VaeMlNet.Cli.dll");
}
