namespace Microsoft.ML.Data;

/// <summary>A data view over the lines of a text file, read afresh by each cursor.</summary>
internal sealed class TextFileView : IDataView
{
    private readonly string _path;
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;

    public TextFileView(string path, TextFormat format, IEnumerable<TextLoader.Column> columns)
    {
        _path = path;
        _format = format;
        _columns = columns.Select(column => new TextColumn(column)).ToArray();
        var builder = new DataViewSchema.Builder();
        foreach (var column in _columns)
            builder.AddColumn(column.Name, column.Type);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : SourceCursor
    {
        private readonly TextFormat _format;
        private readonly IEnumerator<(long Number, string Text)> _lines;
        private (long Number, List<string> Fields) _line;

        public Cursor(TextFileView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
            : base(view.Schema, columnsNeeded)
        {
            _format = view._format;
            _lines = _format.DataLines(view._path).GetEnumerator();
            UseGetters(column => view._columns[column].MakeGetter(Current));
        }

        protected override bool MoveToNext()
        {
            if (!_lines.MoveNext())
                return false;
            _line = (_lines.Current.Number, _format.Fields(_lines.Current.Text));
            return true;
        }

        protected override void DisposeSource() => _lines.Dispose();

        private (long Number, List<string> Fields) Current()
        {
            CheckPosition();
            return _line;
        }
    }
}
