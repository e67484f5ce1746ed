using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Reads one column of the current row as a tensor.</summary>
internal abstract class OnnxInputReader
{
    // A scalar is a tensor of two dimensions, whatever the graph declares.
    private protected OnnxInputReader(DataViewSchema.Column column, int[] shape)
    {
        Shape = column.Type is VectorDataViewType ? Array.ConvertAll(shape, size => (long)size) : [1, 1];
    }

    private protected long[] Shape { get; }

    public abstract OrtValue Read();

    public static OnnxInputReader Create(DataViewRow row, DataViewSchema.Column column, int[] shape)
    {
        var itemType = PrimitiveTypes.ItemTypeOf(column.Type);
        return itemType is TextDataViewType
            ? new TextReader(row, column, shape)
            : GenericCall.Invoke<OnnxInputReader>(Number<int>, [itemType.RawType], row, column, shape);
    }

    private static OnnxInputReader Number<T>(DataViewRow row, DataViewSchema.Column column, int[] shape)
        where T : unmanaged => new NumberReader<T>(row, column, shape);

    /// <summary>The current row's values, always of the length the graph's shape demands.</summary>
    private sealed class ValueReader<T>
    {
        private readonly ValueGetter<T> _scalar;
        private readonly ValueGetter<VBuffer<T>> _vector;
        private readonly T[] _values;
        private VBuffer<T> _buffer;

        public ValueReader(DataViewRow row, DataViewSchema.Column column, long[] shape)
        {
            if (column.Type is VectorDataViewType)
            {
                _vector = row.GetGetter<VBuffer<T>>(column);
            }
            else
            {
                _scalar = row.GetGetter<T>(column);
            }

            _values = new T[checked((int)TensorPrimitives.Product<long>(shape))];
        }

        public T[] Read()
        {
            if (_scalar != null)
            {
                _scalar(ref _values[0]);
                return _values;
            }

            _vector(ref _buffer);
            if (_buffer.Length != _values.Length)
            {
                throw new ArgumentException(
                    $"Length of memory ({_buffer.Length}) must match product of dimensions ({_values.Length})."
                );
            }

            _buffer.CopyTo(_values);
            return _values;
        }
    }

    private sealed class NumberReader<T>(DataViewRow row, DataViewSchema.Column column, int[] shape)
        : OnnxInputReader(column, shape)
        where T : unmanaged
    {
        private readonly ValueReader<T> _reader = new(row, column, Array.ConvertAll(shape, size => (long)size));

        public override OrtValue Read() => OrtValue.CreateTensorValueFromMemory(_reader.Read(), Shape);
    }

    private sealed class TextReader(DataViewRow row, DataViewSchema.Column column, int[] shape)
        : OnnxInputReader(column, shape)
    {
        private readonly ValueReader<ReadOnlyMemory<char>> _reader = new(
            row,
            column,
            Array.ConvertAll(shape, size => (long)size)
        );

        public override OrtValue Read()
        {
            var texts = Array.ConvertAll(_reader.Read(), text => text.ToString());
            return OrtValue.CreateFromStringTensor(
                new DenseTensor<string>(texts, Array.ConvertAll(Shape, size => (int)size))
            );
        }
    }
}
