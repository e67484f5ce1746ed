using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A data view over the lines of text files, read afresh by each cursor.</summary>
internal sealed class TextFileView(
    IMultiStreamSource source,
    TextFormat format,
    TextColumn[] columns,
    DataViewSchema schema
) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private IEnumerator<(long Number, string Text)> OpenLines()
    {
        Check.Value(source, nameof(source));
        return new TextLines(format).Data(source).GetEnumerator();
    }

    private TextCell MakeCell(int column) => columns[column].MakeCell(format);

    /// <summary>Makes what cuts lines, up to the last field that the columns take.</summary>
    private TextFields MakeFields(IEnumerable<int> needed)
    {
        var end = needed.SelectMany(column => columns[column].Segments).Select(segment => segment.End).Append(1).Max();
        return new TextFields(format, (format.InputSize > 0 ? Math.Min(end, format.InputSize) : end) - 1);
    }

    private Exception Failed(Exception cause) =>
        format.IsParallel ? new FormatException($"Parsing failed with an exception: {cause.Message}", cause) : cause;

    private sealed class Cursor : SourceCursor
    {
        private readonly TextFileView _view;
        private readonly IEnumerator<(long Number, string Text)> _lines;
        private readonly List<TextCell> _cells = [];
        private readonly TextFields _fields;

        public Cursor(TextFileView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
            : base(view.Schema, columnsNeeded)
        {
            _view = view;
            _lines = view.OpenLines();
            var needed = new List<int>();
            UseGetters(column =>
            {
                needed.Add(column);
                _cells.Add(view.MakeCell(column));
                return _cells[^1].MakeGetter(CheckPosition);
            });
            _fields = view.MakeFields(needed);
        }

        protected override bool MoveToNext()
        {
            if (!MoveToNextLine())
            {
                return false;
            }

            try
            {
                _fields.Read(_lines.Current.Text);
                foreach (var cell in _cells)
                {
                    cell.Read(_fields, _lines.Current.Number);
                }

                return true;
            }
            catch (InvalidOperationException e)
            {
                throw _view.Failed(e);
            }
        }

        protected override void DisposeSource() => _lines.Dispose();

        private bool MoveToNextLine()
        {
            try
            {
                return _lines.MoveNext();
            }
            catch (Exception e)
            {
                throw _view.Failed(TextLines.ReadingFailed(e));
            }
        }
    }
}
