using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

public static class OnnxCatalog
{
    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) => FromFile(catalog, [], [], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string modelFile,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) => FromFile(catalog, [], [], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) => FromFile(catalog, [outputColumnName], [inputColumnName], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) => FromFile(catalog, outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) => FromStream(catalog, [], [], modelBytes, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        FromStream(
            catalog,
            outputColumnNames,
            inputColumnNames,
            modelBytes,
            shapeDictionary,
            gpuDeviceId,
            fallbackToCpu
        );

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, OnnxOptions options)
    {
        Check.Value(options, nameof(options));
        return Create(catalog, options, modelBytes: null);
    }

    private static OnnxScoringEstimator FromFile(
        TransformsCatalog catalog,
        string[] outputs,
        string[] inputs,
        string modelFile,
        IDictionary<string, int[]> shapes,
        int? gpuDeviceId,
        bool fallbackToCpu
    )
    {
        var options = Options(outputs, inputs, shapes, gpuDeviceId, fallbackToCpu);
        options.ModelFile = modelFile;
        return Create(catalog, options, modelBytes: null);
    }

    private static OnnxScoringEstimator FromStream(
        TransformsCatalog catalog,
        string[] outputs,
        string[] inputs,
        Stream modelBytes,
        IDictionary<string, int[]> shapes,
        int? gpuDeviceId,
        bool fallbackToCpu
    )
    {
        Check.Value(modelBytes, nameof(modelBytes));
        using var copy = new MemoryStream();
        modelBytes.CopyTo(copy);
        return Create(catalog, Options(outputs, inputs, shapes, gpuDeviceId, fallbackToCpu), copy.ToArray());
    }

    private static OnnxOptions Options(
        string[] outputs,
        string[] inputs,
        IDictionary<string, int[]> shapes,
        int? gpuDeviceId,
        bool fallbackToCpu
    ) =>
        new()
        {
            OutputColumns = outputs,
            InputColumns = inputs,
            ShapeDictionary = shapes,
            GpuDeviceId = gpuDeviceId,
            FallbackToCpu = fallbackToCpu,
        };

    private static OnnxScoringEstimator Create(TransformsCatalog catalog, OnnxOptions options, byte[] modelBytes)
    {
        var environment = catalog.GetEnvironment();
        if (options.GpuDeviceId is null && environment is HostEnvironment { GpuDeviceId: { } device } host)
        {
            options = options.OnDevice(device, host.FallbackToCpu);
        }

        return new OnnxScoringEstimator(environment, new OnnxTransformer(environment, options, modelBytes));
    }
}
