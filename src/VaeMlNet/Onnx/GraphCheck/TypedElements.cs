using System.Buffers.Binary;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// The elements of a TensorProto that are stored in a typed field (float_data, int32_data, int64_data, uint64_data).
/// </summary>
/// <param name="most">
/// The largest number of elements. An element takes more memory here than in the file, and writers of large tensors use raw_data.
/// </param>
internal sealed class TypedElements(int most)
{
    private readonly List<ulong> elements = [];
    private int usedField;

    public bool IsEmpty => elements.Count == 0;

    public void Add(int field, ProtobufWireType type, ref ProtobufReader reader)
    {
        if (usedField != 0 && usedField != field)
        {
            throw new InvalidDataException("a tensor has elements of two types");
        }

        usedField = field;
        if (type == ProtobufWireType.Bytes)
        {
            var packed = new ProtobufReader(reader.ReadBytes());
            while (!packed.IsAtEnd)
            {
                Add(ReadOne(field, ref packed));
            }
        }
        else if (type == (field == TensorProto.FloatData ? ProtobufWireType.Fixed32 : ProtobufWireType.Varint))
        {
            Add(ReadOne(field, ref reader));
        }
        else
        {
            throw OnceFields.Unexpected("tensor", field);
        }
    }

    public byte[] ToBytes(GraphType type, string tensor)
    {
        (var field, var size) = type switch
        {
            GraphType.Float32 => (TensorProto.FloatData, 4),
            GraphType.Int64 => (TensorProto.Int64Data, 8),
            GraphType.UInt32 => (TensorProto.UInt64Data, 4),
            GraphType.Int32 => (TensorProto.Int32Data, 4),
            GraphType.Float16 => (TensorProto.Int32Data, 2),
            _ => (TensorProto.Int32Data, 1),
        };
        if (!IsEmpty && usedField != field)
        {
            throw new InvalidDataException(
                $"tensor '{tensor}' has its elements in field {usedField}, expected {field}"
            );
        }

        var bytes = new byte[elements.Count * size];
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < elements.Count; i++)
        {
            // A number above 1 must not become a valid Boolean.
            var value = type == GraphType.Bool ? Math.Min(elements[i], byte.MaxValue) : elements[i];
            BinaryPrimitives.WriteUInt64LittleEndian(element, value);
            element[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }

    private void Add(ulong element)
    {
        if (elements.Count == most)
        {
            throw new InvalidDataException($"a tensor has more than {most} elements outside of raw_data");
        }

        elements.Add(element);
    }

    private static ulong ReadOne(int field, ref ProtobufReader reader) =>
        field == TensorProto.FloatData ? BitConverter.SingleToUInt32Bits(reader.ReadSingle()) : reader.ReadVarint();
}
