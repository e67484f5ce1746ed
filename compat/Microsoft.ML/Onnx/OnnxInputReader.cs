using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Reads one column of the current row as a tensor.</summary>
internal abstract class OnnxInputReader
{
    // A scalar is a tensor of two dimensions, whatever the graph declares.
    private protected OnnxInputReader(DataViewSchema.Column column, int[] shape) =>
        Shape = column.Type is VectorDataViewType ? Array.ConvertAll(shape, size => (long)size) : [1, 1];

    private protected long[] Shape { get; }

    public abstract OrtValue Read();

    public static OnnxInputReader Create(DataViewRow row, DataViewSchema.Column column, int[] shape) =>
        Type.GetTypeCode(((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType) switch
        {
            TypeCode.Single => new NumberReader<float>(row, column, shape),
            TypeCode.Double => new NumberReader<double>(row, column, shape),
            TypeCode.SByte => new NumberReader<sbyte>(row, column, shape),
            TypeCode.Byte => new NumberReader<byte>(row, column, shape),
            TypeCode.Int16 => new NumberReader<short>(row, column, shape),
            TypeCode.UInt16 => new NumberReader<ushort>(row, column, shape),
            TypeCode.Int32 => new NumberReader<int>(row, column, shape),
            TypeCode.UInt32 => new NumberReader<uint>(row, column, shape),
            TypeCode.Int64 => new NumberReader<long>(row, column, shape),
            TypeCode.UInt64 => new NumberReader<ulong>(row, column, shape),
            TypeCode.Boolean => new NumberReader<bool>(row, column, shape),
            _ => new TextReader(row, column, shape),
        };

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
                _vector = row.GetGetter<VBuffer<T>>(column);
            else
                _scalar = row.GetGetter<T>(column);
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
                throw new ArgumentException(
                    $"Length of memory ({_buffer.Length}) must match product of dimensions ({_values.Length})."
                );
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
            string[] texts = Array.ConvertAll(_reader.Read(), text => text.ToString());
            return OrtValue.CreateFromStringTensor(
                new DenseTensor<string>(texts, Array.ConvertAll(Shape, size => (int)size))
            );
        }
    }
}
