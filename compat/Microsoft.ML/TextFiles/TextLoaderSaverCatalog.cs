using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    )
    {
        var options = OptionsOf(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        options.Columns = columns;
        return catalog.CreateTextLoader(options, dataSample);
    }

    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Options options,
        IMultiStreamSource dataSample = null
    )
    {
        Check.Value(catalog, nameof(catalog));
        return new TextLoader(options, dataSample);
    }

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    ) =>
        catalog.CreateTextLoader<TInput>(
            OptionsOf(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse),
            dataSample
        );

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        TextLoader.Options options,
        IMultiStreamSource dataSample = null
    )
    {
        options ??= new TextLoader.Options();
        options.Columns = TextInputClass.ColumnsOf(typeof(TInput));
        return catalog.CreateTextLoader(options, dataSample);
    }

    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    )
    {
        CheckExists(path);
        return catalog
            .CreateTextLoader(columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse)
            .Load(path);
    }

    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Options options = null
    )
    {
        CheckExists(path);
        var source = new MultiFileSource(path);
        return catalog.CreateTextLoader(options, dataSample: source).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    ) =>
        catalog.LoadFromTextFile<TInput>(
            path,
            OptionsOf(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse)
        );

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Options options
    )
    {
        CheckExists(path);
        return catalog.CreateTextLoader<TInput>(options).Load(path);
    }

    private static TextLoader.Options OptionsOf(
        char separatorChar,
        bool hasHeader,
        bool allowQuoting,
        bool trimWhitespace,
        bool allowSparse
    ) =>
        new()
        {
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };

    private static void CheckExists(string path)
    {
        Check.NonEmpty(path, nameof(path));
        Check.Param(
            File.Exists(path) || FilePattern.Files(path).Length > 0,
            nameof(path),
            $"File or directory does not exist at path: {path}"
        );
    }
}
