namespace VaeMlNet.Benchmarks;

/// <summary>What a contestant stands for; several may stand for the same, and the fastest of them counts.</summary>
internal enum ContestantRole
{
    /// <summary>The trainer that is measured.</summary>
    Ours,

    /// <summary>PyTorch with the settings that VaeMlNet's process has.</summary>
    PyTorch,

    /// <summary>PyTorch as it comes.</summary>
    PyTorchDefaults,

    /// <summary>A step's matrix products alone.</summary>
    Gemm,
}
