using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[] paths)
    {
        if (paths is null or [null])
        {
            _paths = [];
            return;
        }

        var found = paths.SelectMany(FilePattern.Files).ToArray();
        // Paths that lead nowhere stay, so that opening them can say which file is missing.
        _paths = found.Length > 0 ? found : paths;
    }

    public int Count => _paths.Length;

    public string GetPathOrNull(int index)
    {
        Check.Param(0 <= index && index < Count, nameof(index));
        return _paths[index];
    }

    public Stream Open(int index)
    {
        var path = GetPathOrNull(index);
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e)
        {
            throw new IOException($"Could not open file '{path}'. Error is: {e.Message}", e);
        }
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
