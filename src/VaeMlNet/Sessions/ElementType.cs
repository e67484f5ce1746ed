using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>Something that is done with the .NET type that belongs to an element type.</summary>
internal interface IElementTypeUse<out TResult>
{
    TResult With<T>()
        where T : struct;
}

/// <summary>An element type that ONNX and the columns of ML.NET have in common.</summary>
/// <param name="onnx">The type in ONNX Runtime.</param>
/// <param name="column">The type of an item of a column.</param>
internal abstract class ElementType(TensorElementType onnx, PrimitiveDataViewType column)
{
    private static readonly ElementType[] All =
    [
        new Known<float>(TensorElementType.Float, NumberDataViewType.Single),
        new Known<double>(TensorElementType.Double, NumberDataViewType.Double),
        new Known<sbyte>(TensorElementType.Int8, NumberDataViewType.SByte),
        new Known<byte>(TensorElementType.UInt8, NumberDataViewType.Byte),
        new Known<short>(TensorElementType.Int16, NumberDataViewType.Int16),
        new Known<ushort>(TensorElementType.UInt16, NumberDataViewType.UInt16),
        new Known<int>(TensorElementType.Int32, NumberDataViewType.Int32),
        new Known<uint>(TensorElementType.UInt32, NumberDataViewType.UInt32),
        new Known<long>(TensorElementType.Int64, NumberDataViewType.Int64),
        new Known<ulong>(TensorElementType.UInt64, NumberDataViewType.UInt64),
        new Known<bool>(TensorElementType.Bool, BooleanDataViewType.Instance),
        new Known<ReadOnlyMemory<char>>(TensorElementType.String, TextDataViewType.Instance),
    ];

    public TensorElementType Onnx => onnx;

    public PrimitiveDataViewType Column => column;

    /// <summary>Bytes of one value in memory; a text is a reference to its characters.</summary>
    public abstract int Size { get; }

    public abstract TResult Use<TResult>(IElementTypeUse<TResult> use);

    /// <summary>Null when ML.NET has no such columns, as for float16.</summary>
    public static ElementType? Find(TensorElementType type) => Array.Find(All, t => t.Onnx == type);

    private sealed class Known<T>(TensorElementType onnx, PrimitiveDataViewType column) : ElementType(onnx, column)
        where T : struct
    {
        public override int Size => Unsafe.SizeOf<T>();

        public override TResult Use<TResult>(IElementTypeUse<TResult> use) => use.With<T>();
    }
}
