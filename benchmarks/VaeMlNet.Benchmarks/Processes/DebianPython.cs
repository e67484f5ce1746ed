namespace VaeMlNet.Benchmarks;

/// <summary>Runs Python scripts of this repository with Debian's Python, which can use Debian's packages of libraries.</summary>
internal static class DebianPython
{
    private const string Variable = "VAEMLNET_PYTHON";

    /// <summary>
    /// Gets the path in the variable VAEMLNET_PYTHON. Without the variable: the path of Debian's Python, or the name of the first one on
    /// the path elsewhere.
    /// </summary>
    public static string Interpreter { get; } =
        Environment.GetEnvironmentVariable(Variable)
        ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

    /// <summary>Returns the path of a script next to this program.</summary>
    /// <param name="script">The path of the script in this project.</param>
    public static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, script);

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">The path of the script in this project.</param>
    /// <param name="library">Debian's package of the library that the script imports.</param>
    /// <param name="arguments">The arguments of the script.</param>
    /// <exception cref="InvalidOperationException">The script could not be started, or it failed.</exception>
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

    /// <summary>Returns how to install a library.</summary>
    public static string Advice(string library) => $"Its library comes with: apt-get install {library}";
}
