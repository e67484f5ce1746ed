using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>The value of a column that takes several fields: sparse if at most half of them are there.</summary>
internal sealed class TextVectorCell<T>(TextColumn column, TextParsers.TryParse<T> tryParse, bool missingRealsAsNaNs)
    : TextCell(column, missingRealsAsNaNs)
{
    private readonly List<int> _slots = [];
    private readonly List<T> _values = [];
    private int _size;

    public override void Read(TextFields fields, long line)
    {
        _slots.Clear();
        _values.Clear();
        _size = 0;
        foreach (var segment in Column.Segments)
        {
            var end = segment.IsVariable ? Math.Max(segment.Min, fields.LineSize) : segment.End;
            var toSlot = _size - segment.Min;
            var position = fields.PositionOf(segment.Min);
            for (; position < fields.Count && fields.Index(position) < end; position++)
            {
                Add(toSlot + fields.Index(position), fields.Text(position), line);
            }

            for (var i = Math.Max(segment.Min, fields.Count); ParsesMissing && i < end; i++)
            {
                Add(toSlot + i, default, line);
            }

            _size = checked(_size + end - segment.Min);
        }
    }

    public override Delegate MakeGetter(Action checkPosition) =>
        (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> value) =>
            {
                checkPosition();
                var isDense = _values.Count > _size / 2 || _size == 0;
                var editor = VBufferEditor.Create(ref value, _size, isDense ? _size : _values.Count);
                if (isDense)
                {
                    editor.Values.Clear();
                    for (var i = 0; i < _values.Count; i++)
                    {
                        editor.Values[_slots[i]] = _values[i];
                    }
                }
                else
                {
                    CollectionsMarshal.AsSpan(_values).CopyTo(editor.Values);
                    CollectionsMarshal.AsSpan(_slots).CopyTo(editor.Indices);
                }

                value = editor.Commit();
            }
        );

    private void Add(int slot, ReadOnlyMemory<char> text, long line)
    {
        _slots.Add(slot);
        _values.Add(Parse(tryParse, text, line, slot));
    }
}
