using NotebookRunner;

if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: NotebookRunner NOTEBOOK.ipynb ...   runs each and writes its outputs back");
    return 2;
}

try
{
    foreach (var path in args)
    {
        var cells = await NotebookRun.ExecuteAsync(path);
        Console.WriteLine($"{path}: {cells} cells");
    }

    return 0;
}
catch (NotebookException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
