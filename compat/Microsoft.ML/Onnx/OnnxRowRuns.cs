using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input of the graph and the column that feeds it.</summary>
internal sealed record OnnxBoundInput(string Name, DataViewSchema.Column Column, int[] Shape);

/// <summary>Makes the getters of output columns; those over the same row share one run per position.</summary>
internal sealed class OnnxRowRuns
{
    private readonly OnnxModel _model;
    private readonly OnnxBoundInput[] _inputs;
    private readonly ConditionalWeakTable<DataViewRow, OnnxRowRun> _runs = new();

    public OnnxRowRuns(OnnxModel model, OnnxBoundInput[] inputs)
    {
        _model = model;
        _inputs = inputs;
    }

    public Delegate MakeGetter(DataViewRow row, string output, PrimitiveDataViewType itemType)
    {
        var run = _runs.GetValue(row, key => new OnnxRowRun(_model, key, _inputs));
        return Type.GetTypeCode(itemType.RawType) switch
        {
            TypeCode.Single => run.MakeGetter<float>(output),
            TypeCode.Double => run.MakeGetter<double>(output),
            TypeCode.SByte => run.MakeGetter<sbyte>(output),
            TypeCode.Byte => run.MakeGetter<byte>(output),
            TypeCode.Int16 => run.MakeGetter<short>(output),
            TypeCode.UInt16 => run.MakeGetter<ushort>(output),
            TypeCode.Int32 => run.MakeGetter<int>(output),
            TypeCode.UInt32 => run.MakeGetter<uint>(output),
            TypeCode.Int64 => run.MakeGetter<long>(output),
            TypeCode.UInt64 => run.MakeGetter<ulong>(output),
            TypeCode.Boolean => run.MakeGetter<bool>(output),
            _ => run.MakeTextGetter(output),
        };
    }
}
