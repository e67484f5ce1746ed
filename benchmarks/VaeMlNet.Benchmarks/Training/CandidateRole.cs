namespace VaeMlNet.Benchmarks;

/// <summary>The role of a candidate. If several have the same role, the fastest of them counts.</summary>
internal enum CandidateRole
{
    /// <summary>VaeMlNet's trainer.</summary>
    Ours,

    /// <summary>VaeMlNet's trainer with mixed precision.</summary>
    OursMixed,

    /// <summary>TorchSharp alone, with its autograd and optimizers, on the same libtorch.</summary>
    TorchSharp,

    /// <summary>PyTorch with mixed precision.</summary>
    PyTorchMixed,

    /// <summary>PyTorch with settings that make it faster.</summary>
    PyTorch,

    /// <summary>PyTorch with its default settings.</summary>
    PyTorchDefaults,

    /// <summary>Only the matrix products of a training step.</summary>
    Gemm,
}
