namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxOptions
{
    public string ModelFile;
    public string[] InputColumns;
    public string[] OutputColumns;
    public int? GpuDeviceId;
    public bool FallbackToCpu = false;
    public IDictionary<string, int[]> ShapeDictionary;
    public int RecursionLimit = 100;
    public int? InterOpNumThreads;
    public int? IntraOpNumThreads;

    internal OnnxOptions OnDevice(int gpuDeviceId, bool fallbackToCpu)
    {
        var copy = (OnnxOptions)MemberwiseClone();
        copy.GpuDeviceId = gpuDeviceId;
        copy.FallbackToCpu = fallbackToCpu;
        return copy;
    }
}
