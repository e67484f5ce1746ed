namespace VaeMlNet.Benchmarks;

/// <summary>Runs scripts of ours with Debian's Python, which has Debian's packages of libraries.</summary>
internal static class DebianPython
{
    /// <summary>Where Debian puts it; elsewhere the first on the path.</summary>
    public static string Interpreter { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Where a script lies beside this program.</summary>
    /// <param name="script">Its path in this project.</param>
    public static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, script);

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its path in this project.</param>
    /// <param name="library">Debian's package of what it imports.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It could not be started, or it failed.</exception>
    public static void Run(string script, string library, params IEnumerable<string> arguments)
    {
        try
        {
            FinishedProcess.Run(script, new(Interpreter, [PathOf(script), .. arguments]));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{exception.Message} {Advice(library)}", exception);
        }
    }

    /// <summary>How to get a library.</summary>
    public static string Advice(string library) => $"Its library comes with: apt-get install {library}";
}
