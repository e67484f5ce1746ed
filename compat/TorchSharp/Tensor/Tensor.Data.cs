using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // The values in memory.
    public partial class Tensor
    {
        public Utils.TensorAccessor<T> data<T>()
            where T : struct
        {
            ThrowIfNotOnCpu();
            ThrowIfOther(typeof(T));
            return new Utils.TensorAccessor<T>(this);
        }

        public T item<T>()
            where T : struct
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }

            return data<T>()[0];
        }

        public Scalar ToScalar()
        {
            var value = Aten.Value("item", this);
            return value.Kind switch
            {
                ValueKind.Double => Scalar.OfNumber(value.Number),
                ValueKind.Bool => Scalar.OfTruth(value.Integer != 0),
                _ => Scalar.OfInteger(value.Integer),
            };
        }

        public unsafe Span<byte> bytes
        {
            get => new((void*)DataPointer(), ByteCount());
            set
            {
                if (value.Length != ByteCount())
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        internal IntPtr DataPointer()
        {
            var pointer = NativeMethods.THSTensor_data(Handle);
            if (pointer == IntPtr.Zero)
            {
                CheckForErrors();
            }

            return pointer;
        }

        private int ByteCount()
        {
            if (!is_contiguous())
            {
                throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
            }

            ThrowIfNotOnCpu();
            var count = NumberOfElements * ElementSize;
            if (count > int.MaxValue)
            {
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            }

            return (int)count;
        }

        private void ThrowIfNotOnCpu()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading."
                );
            }
        }

        private void ThrowIfOther(Type type)
        {
            if (type != TypeOf(dtype))
            {
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
            }
        }
    }

    internal static Type TypeOf(ScalarType type) =>
        type switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int8 => typeof(sbyte),
            ScalarType.Int16 => typeof(short),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.Bool => typeof(bool),
            _ => throw new NotSupportedException($"Tensors of {type} have no .NET element type here."),
        };

    internal static ScalarType ScalarTypeOf(Type type)
    {
        foreach (var candidate in Enum.GetValues<ScalarType>())
        {
            if (HasType(candidate) && TypeOf(candidate) == type)
            {
                return candidate;
            }
        }

        throw new NotSupportedException($"There are no tensors of {type} here.");
    }

    private static bool HasType(ScalarType type) =>
        is_integral(type) || type is ScalarType.Float32 or ScalarType.Float64;
}
