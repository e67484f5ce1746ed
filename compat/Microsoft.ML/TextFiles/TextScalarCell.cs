namespace Microsoft.ML.Data;

/// <summary>The value of a column that takes one field.</summary>
internal sealed class TextScalarCell<T>(TextColumn column, TextParsers.TryParse<T> tryParse, bool missingRealsAsNaNs)
    : TextCell(column, missingRealsAsNaNs)
{
    private T _value;

    public override void Read(TextFields fields, long line)
    {
        var index = Column.Segments[0].Min;
        var position = fields.PositionOf(index);
        if (position < fields.Count && fields.Index(position) == index)
        {
            _value = Parse(tryParse, fields.Text(position), line, slot: null);
        }
        else
        {
            _value = ParsesMissing ? Parse(tryParse, default, line, slot: null) : default;
        }
    }

    public override Delegate MakeGetter(Action checkPosition) =>
        (ValueGetter<T>)(
            (ref T value) =>
            {
                checkPosition();
                value = _value;
            }
        );
}
