using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Loads the lines of text files as rows. Saving a loader in a model is not supported here.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(Options options, IMultiStreamSource dataSample)
    {
        options ??= new Options();
        dataSample ??= new MultiFileSource(null);
        var hasHeaderFile = !string.IsNullOrWhiteSpace(options.HeaderFile);
        var headerFile = hasHeaderFile ? new MultiFileSource(options.HeaderFile) : null;
        var columns = options.Columns is { Length: > 0 } ? options.Columns : DefaultColumns(headerFile ?? dataSample);
        _format = new TextFormat(options, hasHeaderFile);
        var binding = new TextBinding(_format, headerFile, dataSample);
        _columns = binding.Bind(columns);
        _schema = binding.SchemaOf(_columns);
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source) => new TextFileView(source, _format, _columns, _schema);

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("Saving a TextLoader is not supported here. Save the model with its schema.");

    /// <summary>
    /// Returns a label column for the first field and one vector column for all other fields. Throws if the file
    /// describes its columns.
    /// </summary>
    private static Column[] DefaultColumns(IMultiStreamSource source)
    {
        if (TextLines.DescribeColumns(source))
        {
            throw new NotSupportedException(
                "Columns described in the file (lines that start with #@) are not supported here. "
                    + $"Set {nameof(TextLoader)}.{nameof(Options)}.{nameof(Options.Columns)}."
            );
        }

        return [new Column("Label", DataKind.Single, 0), new Column("Features", DataKind.Single, [new Range(1, null)])];
    }
}
