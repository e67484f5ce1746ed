using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace NotebookRunner;

/// <summary>The cells of one notebook as C# scripts. Each can use the declarations of the earlier ones.</summary>
internal sealed class ScriptSession : IDisposable
{
    // The namespaces of .NET Interactive's C# kernel, and the class that shows values.
    private static readonly string[] Imports =
    [
        "System",
        "System.Collections",
        "System.Collections.Generic",
        "System.Linq",
        "System.Text",
        "System.Threading.Tasks",
        typeof(Display).FullName!,
    ];

    private readonly string notebookPath;
    private readonly InteractiveAssemblyLoader loader = new();
    private readonly ScriptOptions options;
    private Script<object>? script;
    private ScriptState<object>? state;

    /// <summary>Creates a session without declarations.</summary>
    /// <param name="notebookPath">The path of the notebook for messages.</param>
    public ScriptSession(string notebookPath)
    {
        this.notebookPath = notebookPath;
        var assemblies = CellReferences.Load();
        foreach (var assembly in assemblies)
        {
            loader.RegisterDependency(assembly);
        }

        options = ScriptOptions
            .Default.WithReferences(assemblies)
            .WithImports(Imports)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>Compiles the next cell after the earlier ones.</summary>
    /// <exception cref="NotebookException">The cell does not compile. The message has the first error with its line.</exception>
    public void Compile(NotebookCell cell)
    {
        var code = CellCode.WithoutDirectives(cell.Source);
        var ofCell = options.WithFilePath(FileName(cell));
        script = script is null
            ? CSharpScript.Create<object>(code, ofCell, assemblyLoader: loader)
            : script.ContinueWith<object>(code, ofCell);
        var error = script.Compile().FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        if (error is not null)
        {
            var line = error.Location.GetLineSpan().StartLinePosition.Line + 1;
            throw new NotebookException($"{notebookPath}, {cell.Name}, line {line}: {error.Id}: {error.GetMessage()}");
        }
    }

    /// <summary>Compiles and runs the next cell.</summary>
    /// <returns>The value of its last expression, or null.</returns>
    /// <exception cref="NotebookException">The cell does not compile, or throws. The message has the error with its line.</exception>
    public async Task<object?> RunAsync(NotebookCell cell)
    {
        Compile(cell);
        try
        {
            state = state is null ? await script!.RunAsync() : await script!.RunFromAsync(state);
            return state.ReturnValue;
        }
        catch (Exception e)
        {
            throw new NotebookException(
                $"{notebookPath}, {cell.Name}{LineIn(cell, e)}: {e.GetType().Name}: {e.Message}",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => loader.Dispose();

    private static string FileName(NotebookCell cell) => $"cell{cell.Number}.cs";

    // The last line of this cell on the stack. Functions of earlier cells can also throw.
    private static string LineIn(NotebookCell cell, Exception exception)
    {
        var mark = $" in {FileName(cell)}:line ";
        var frame = exception
            .StackTrace?.Split('\n')
            .FirstOrDefault(line => line.Contains(mark, StringComparison.Ordinal));
        return frame is null
            ? ""
            : $", line {frame[(frame.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim()}";
    }
}
