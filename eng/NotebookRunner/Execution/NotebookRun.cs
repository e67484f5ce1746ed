namespace NotebookRunner;

/// <summary>Runs notebooks as an editor's "run all" would: cells in order, in the notebook's own folder.</summary>
internal static class NotebookRun
{
    /// <summary>Runs every cell and writes the outputs into the file. A notebook that fails is not changed.</summary>
    /// <remarks>Only one notebook at a time can run in a process, because it uses the current folder and the console.</remarks>
    /// <param name="path">The notebook.</param>
    /// <returns>The number of cells that ran.</returns>
    /// <exception cref="NotebookException">
    /// A cell does not compile or throws, or shows a path of this machine, or the file cannot be read or written.
    /// </exception>
    public static async Task<int> ExecuteAsync(string path)
    {
        var notebook = Notebook.Read(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var startFolder = Directory.GetCurrentDirectory();
        var console = Console.Out;
        using ScriptSession session = new(path);
        try
        {
            Directory.SetCurrentDirectory(folder);
            foreach (var cell in notebook.CodeCells)
            {
                var outputs = await RunAsync(session, cell);
                MachinePaths.Refuse(outputs.Texts, folder, $"{path}, {cell.Name}");
                cell.SetOutputs(outputs.ToJson());
            }
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(startFolder);
        }

        notebook.Write();
        return notebook.CodeCells.Count;
    }

    /// <summary>Compiles all cells in order without running them.</summary>
    /// <exception cref="NotebookException">A cell does not compile, or the file cannot be read.</exception>
    public static void Check(string path)
    {
        var notebook = Notebook.Read(path);
        using ScriptSession session = new(path);
        foreach (var cell in notebook.CodeCells)
        {
            session.Compile(cell);
        }
    }

    private static async Task<CellOutputs> RunAsync(ScriptSession session, NotebookCell cell)
    {
        CellOutputs outputs = new(cell.Number);
        Display.Outputs = outputs;
        Console.SetOut(outputs.Console);
        var value = await session.RunAsync(cell);
        if (value is not null)
        {
            outputs.AddResult(ValueFormat.Of(value));
        }

        return outputs;
    }
}
