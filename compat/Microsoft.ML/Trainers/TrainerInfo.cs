namespace Microsoft.ML;

public sealed class TrainerInfo
{
    internal TrainerInfo(
        bool normalization = true,
        bool calibration = false,
        bool caching = true,
        bool supportValid = false,
        bool supportTest = false,
        bool supportIncrementalTrain = false
    )
    {
        NeedNormalization = normalization;
        WantCaching = caching;
        NeedCalibration = calibration;
        SupportsValidation = supportValid;
        SupportsTest = supportTest;
        SupportsIncrementalTraining = supportIncrementalTrain;
    }

    public bool NeedNormalization { get; }

    public bool WantCaching { get; }

    internal bool NeedCalibration { get; }

    internal bool SupportsValidation { get; }

    internal bool SupportsTest { get; }

    internal bool SupportsIncrementalTraining { get; }
}
